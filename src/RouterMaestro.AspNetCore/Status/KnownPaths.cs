using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.AspNetCore.Status;

/// <summary>The paths that the protocols describe, to say what is wrong with a request that no endpoint serves.</summary>
internal sealed class KnownPaths(CodecRegistry codecs)
{
    private readonly KnownPath[] _paths =
    [
        .. codecs.Inbound.SelectMany(c => c.Description.Routes)
            .GroupBy(r => r.Shape)
            .Select(routes => new KnownPath([.. routes]))
            .OrderBy(path => path.Precedence),
    ];

    /// <summary>Gets the methods that a path accepts; null if nothing is served there.</summary>
    public string? MethodsOf(PathString path) => Find(path) is { Methods: { Length: > 0 } methods } ? string.Join(", ", methods) : null;

    /// <summary>Gets the advice about a path that clients know, but that is not served; null if there is none.</summary>
    public string? AdviceAbout(PathString path) => Find(path)?.Advice;

    /// <summary>
    /// Lists the methods by which a request for a path without parameters would reach a route that has some, such as
    /// <c>GET /v1/responses/input_tokens</c> the response with that id.
    /// </summary>
    public IEnumerable<(string Path, string[] Methods)> Hidden() =>
        from path in _paths
        where !path.HasParameters && path.Methods.Length > 0
        let methods = _paths.Where(p => p.HasParameters && p.Matches(path.Path)).SelectMany(p => p.Methods).Except(path.Methods).ToArray()
        where methods.Length > 0
        select (path.Path, methods);

    private KnownPath? Find(PathString path) => Array.Find(_paths, p => p.Matches(path));

    /// <summary>The routes that have the same path.</summary>
    private sealed class KnownPath
    {
        private readonly TemplateMatcher _matcher;

        public KnownPath(InboundRoute[] routes)
        {
            Path = routes[0].Path;
            var pattern = RoutePatternFactory.Parse(Path);
            (Precedence, HasParameters) = (pattern.InboundPrecedence, pattern.Parameters.Count > 0);
            _matcher = new TemplateMatcher(new RouteTemplate(pattern), new RouteValueDictionary());
            Methods = [.. routes.Where(r => r.Operation != InboundOperation.Unserved).Select(r => r.Method).Distinct()];
            Advice = routes.FirstOrDefault(r => r.Operation == InboundOperation.Unserved)?.Advice;
        }

        public string Path { get; }

        public string[] Methods { get; }

        public string? Advice { get; }

        public bool HasParameters { get; }

        // routing prefers lower values, which are more specific
        public decimal Precedence { get; }

        public bool Matches(PathString path) => _matcher.TryMatch(path, []);
    }
}
