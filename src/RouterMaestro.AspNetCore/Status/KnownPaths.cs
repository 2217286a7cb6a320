using Microsoft.AspNetCore.Http;
using RouterMaestro.AspNetCore.Pipeline;
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
            .OrderBy(path => path.Pattern.Precedence),
    ];

    // one path for calls of each protocol, and the list of models
    private readonly string _overview = string.Join(", ", codecs.Inbound
        .Select(c => c.Description.Routes.First(r => r.Operation == InboundOperation.Chat))
        .Append(codecs.Inbound.SelectMany(c => c.Description.Routes).FirstOrDefault(r => r.Operation == InboundOperation.ModelList))
        .OfType<InboundRoute>()
        .Select(r => $"{r.Method} {r.Path}"));

    /// <summary>Gets the methods that a path accepts; null if nothing is served there.</summary>
    public string? MethodsOf(PathString path) => Find(path) is { Methods: { Length: > 0 } methods } ? string.Join(", ", methods) : null;

    /// <summary>Gets the advice about a path that clients know, but that is not served; null if there is none.</summary>
    public string? AdviceAbout(PathString path) => Find(path)?.Advice;

    /// <summary>Gets a value indicating whether clients open a WebSocket at a path, which no protocol serves.</summary>
    public bool IsWebSocket(PathString path) => Find(path) is { IsWebSocket: true };

    /// <summary>
    /// Returns the paths that exist, for a request to another one. If a client adds a part of the path to a base address that has it too, or
    /// has it not, only the path that it means is named.
    /// </summary>
    public string Suggest(PathString path)
    {
        var meant = Array.Find(_paths, p => p.Methods.Length > 0 && !p.Pattern.HasParameters && IsMeant(p.Pattern.Path, path.Value ?? ""));
        return meant is null ? $"These exist: {_overview}." : $"Did the client mean {meant.Methods[0]} {meant.Pattern.Path}? Check its base address.";
    }

    /// <summary>
    /// Lists the methods by which a request for a path without parameters would reach a route that has some, such as
    /// <c>GET /v1/responses/input_tokens</c> the response with that id.
    /// </summary>
    public IEnumerable<(string Path, string[] Methods)> Hidden() =>
        from path in _paths
        where !path.Pattern.HasParameters && path.Methods.Length > 0
        let methods = _paths.Where(p => p.Pattern.HasParameters && p.Pattern.Matches(path.Pattern.Path)).SelectMany(p => p.Methods).Except(path.Methods).ToArray()
        where methods.Length > 0
        select (path.Pattern.Path, methods);

    // /chat/completions or /v1/v1/chat/completions for /v1/chat/completions
    private static bool IsMeant(string known, string path) =>
        path.Length > 1 && (path.EndsWith(known, StringComparison.OrdinalIgnoreCase) || known.EndsWith(path.TrimEnd('/'), StringComparison.OrdinalIgnoreCase));

    private KnownPath? Find(PathString path) => Array.Find(_paths, p => p.Pattern.Matches(path));

    /// <summary>The routes that have the same path.</summary>
    private sealed class KnownPath(InboundRoute[] routes)
    {
        public PathPattern Pattern { get; } = new(routes[0].Path);

        public string[] Methods { get; } = [.. routes.Where(r => r.IsEndpoint && r.Operation != InboundOperation.Reachability).SelectMany(r => r.Methods).Distinct()];

        public string? Advice { get; } = routes.FirstOrDefault(r => r.Operation == InboundOperation.Unserved)?.Advice;

        public bool IsWebSocket { get; } = routes.Any(r => r.Operation == InboundOperation.WebSocket);
    }
}
