using Microsoft.AspNetCore.Http;

namespace RouterMaestro.AspNetCore.Endpoints;

/// <summary>Where the dialects are served.</summary>
internal static class KnownPaths
{
    public static readonly string[] OpenAI = ["/v1", "/api/openai/v1", "/api/openai/beta/v1"];
    public static readonly string[] Anthropic = ["/v1", "/api/anthropic/v1", "/api/anthropic/beta/v1"];
    public static readonly string[] All = [.. OpenAI.Union(Anthropic)];

    /// <summary>Gets the method that a path takes; null when there is no such path.</summary>
    public static string? MethodOf(PathString path)
    {
        foreach (var root in All)
        {
            if (path.StartsWithSegments(root, StringComparison.OrdinalIgnoreCase, out var rest))
            {
                return rest.Value?.ToUpperInvariant() switch
                {
                    "/CHAT/COMPLETIONS" when OpenAI.Contains(root) => "POST",
                    "/MESSAGES" when Anthropic.Contains(root) => "POST",
                    { } other when other == "/MODELS" || other.StartsWith("/MODELS/", StringComparison.Ordinal) => "GET",
                    _ => null,
                };
            }
        }

        return null;
    }
}
