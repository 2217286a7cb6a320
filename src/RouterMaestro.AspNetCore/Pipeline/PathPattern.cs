using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;

namespace RouterMaestro.AspNetCore.Pipeline;

/// <summary>The path of a route, to say what is wrong with a request that no endpoint serves.</summary>
internal sealed class PathPattern
{
    private readonly TemplateMatcher _matcher;

    public PathPattern(string path)
    {
        var pattern = RoutePatternFactory.Parse(path);
        (Path, Precedence, HasParameters) = (path, pattern.InboundPrecedence, pattern.Parameters.Count > 0);
        _matcher = new TemplateMatcher(new RouteTemplate(pattern), new RouteValueDictionary());
    }

    public string Path { get; }

    public bool HasParameters { get; }

    /// <summary>Gets the order in which routing compares paths: lower values, which are more specific, first.</summary>
    public decimal Precedence { get; }

    public bool Matches(PathString path) => _matcher.TryMatch(path, []);
}
