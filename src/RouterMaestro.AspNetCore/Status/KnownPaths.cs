using Microsoft.AspNetCore.Http;

namespace RouterMaestro.AspNetCore.Status;

/// <summary>The paths of the protocols.</summary>
internal static class KnownPaths
{
    public static readonly string[] OpenAI = ["/v1", "/api/openai/v1", "/api/openai/beta/v1"];
    public static readonly string[] Anthropic = ["/v1", "/api/anthropic/v1", "/api/anthropic/beta/v1"];

    /// <summary>The path of a stored response, below a root of OpenAI.</summary>
    public const string StoredResponse = "/responses/{id}";

    /// <summary>The path that counts tokens. It also matches <see cref="StoredResponse"/>, but is never a stored response.</summary>
    public const string InputTokens = "/responses/input_tokens";

    public static readonly string[] All = [.. OpenAI.Union(Anthropic)];

    /// <summary>Returns true if a path belongs to OpenAI's legacy completions, which the gateway does not serve.</summary>
    public static bool IsLegacyCompletions(PathString path)
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

    /// <summary>Gets the methods that a path accepts; null if the path is unknown.</summary>
    public static string? MethodOf(PathString path)
    {
        foreach (var root in All)
        {
            if (path.StartsWithSegments(root, StringComparison.OrdinalIgnoreCase, out var remaining))
            {
                return remaining.Value?.ToUpperInvariant() switch
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
