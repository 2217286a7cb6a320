using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Protocols.Errors;

/// <summary>
/// Reads a 403 that refuses the request, and not the gateway's key. Without such words a 403 is a refusal of the key: most providers send one
/// for a key that lacks a permission.
/// </summary>
internal static class ForbiddenRequest
{
    // OpenRouter (openrouter.ai/docs/errors), xAI ("Content violates usage guidelines") and OpenAI ("rejected as a result of our safety system")
    private static readonly string[] _moderation =
        ["flagged", "moderation", "content_policy", "content policy", "usage guidelines", "usage policies", "usage policy", "content violates", "safety system"];

    // OpenAI: "Project `p` does not have access to model `m`"; xAI: "the model m does not exist or your team does not have access to it";
    // Bedrock: "You don't have access to the model with the specified model ID"; Groq: model_permission_blocked_org
    private static readonly string[] _access =
        ["access to", "model_permission", "model_not", "not available", "not allowed", "not enabled", "not permitted", "not supported", "blocked", "does not exist", "terms"];

    // OpenAI: unsupported_country_region_territory; Anthropic: the type forbidden with "Request not allowed"
    private static readonly string[] _region = ["region", "country", "countries", "territory", "user location", "your location", "request not allowed"];

    /// <summary>Finds the kind of failure in what a 403 says.</summary>
    /// <param name="type">The type and code of the error; null if it has none.</param>
    /// <param name="message">The message.</param>
    /// <returns>The kind; null if it does not speak of the request.</returns>
    public static FailureKind? KindOf(string? type, string message) =>
        Holds(type, message, _moderation) ? FailureKind.ContentPolicy

        // another provider may serve there, so that this one counts as failing
        : Holds(type, message, _region) ? FailureKind.ServerError
        : Holds(type, message, ["model"]) && Holds(type, message, _access) ? FailureKind.NotFound
        : null;

    private static bool Holds(string? type, string message, ReadOnlySpan<string> phrases)
    {
        foreach (var words in phrases)
        {
            if (message.Contains(words, StringComparison.OrdinalIgnoreCase) || type?.Contains(words, StringComparison.OrdinalIgnoreCase) == true)
            {
                return true;
            }
        }

        return false;
    }
}
