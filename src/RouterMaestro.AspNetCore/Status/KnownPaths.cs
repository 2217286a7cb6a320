using Microsoft.AspNetCore.Http;

namespace RouterMaestro.AspNetCore.Status;

/// <summary>Where the protocols are served.</summary>
internal static class KnownPaths
{
    public static readonly string[] OpenAI = ["/v1", "/api/openai/v1", "/api/openai/beta/v1"];
    public static readonly string[] Anthropic = ["/v1", "/api/anthropic/v1", "/api/anthropic/beta/v1"];

    /// <summary>Where answers are that a provider keeps.</summary>
    public const string StoredResponse = "/responses/{id}";

    /// <summary>Where tokens are counted, which is no answer that is kept.</summary>
    public const string InputTokens = "/responses/input_tokens";

    public static readonly string[] All = [.. OpenAI.Union(Anthropic)];

    /// <summary>Tells whether a path is that of OpenAI's first completions, which are not served.</summary>
    public static bool IsOfLegacyCompletions(PathString path)
    {
        foreach (var root in OpenAI)
        {
            if (path.Equals(root + "/completions", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Gets the method that a path takes; null when there is no such path.</summary>
    public static string? MethodOf(PathString path)
    {
        foreach (var root in All)
        {
            if (path.StartsWithSegments(root, StringComparison.OrdinalIgnoreCase, out var rest))
            {
                return rest.Value?.ToUpperInvariant() switch
                {
                    "/CHAT/COMPLETIONS" or "/RESPONSES" or "/EMBEDDINGS" or "/RESPONSES/INPUT_TOKENS" when OpenAI.Contains(root) => "POST",
                    "/MESSAGES" or "/MESSAGES/COUNT_TOKENS" when Anthropic.Contains(root) => "POST",
                    { } other when OpenAI.Contains(root) && MethodOfStoredResponse(other) is { } method => method,
                    { } other when other == "/MODELS" || other.StartsWith("/MODELS/", StringComparison.Ordinal) => "GET",
                    _ => null,
                };
            }
        }

        return null;
    }

    private static string? MethodOfStoredResponse(string path) => path.Split('/') switch
    {
        ["", "RESPONSES", { Length: > 0 }] => "GET, DELETE",
        ["", "RESPONSES", { Length: > 0 }, "INPUT_ITEMS"] => "GET",
        ["", "RESPONSES", { Length: > 0 }, "CANCEL"] => "POST",
        _ => null,
    };
}
