using System.Globalization;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Errors;

namespace RouterMaestro.Protocols.OpenAI.Shared;

/// <summary>Classifies the errors of providers.</summary>
internal static class OpenAIFailureKinds
{
    /// <summary>Classifies an error.</summary>
    /// <param name="status">The HTTP status; null if the error came with a success status.</param>
    /// <param name="error">The error document; null if there is none.</param>
    public static FailureKind Of(int? status, OpenAIErrorDocument? error)
    {
        var known = status ?? StatusIn(error?.Code);
        return (error is null ? null : OfCode(error.Code) ?? OfTypeOfOverflow(error.Type) ?? OfWords(known, error.Message) ?? OfForbidden(known, error)) ?? OfStatus(known) ?? OfType(error);
    }

    /// <summary>
    /// Returns the HTTP status in <c>error.code</c>, which OpenRouter sets also inside a 200 (openrouter.ai/docs/errors;
    /// recording test_openrouter_errors_raised has code 429).
    /// </summary>
    private static int? StatusIn(string? code) =>
        int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 400 and <= 599 ? status : null;

    private static FailureKind? OfCode(string? code) => code switch
    {
        "context_length_exceeded" or "context_window_exceeded" or "model_context_window_exceeded" or "model_max_prompt_tokens_exceeded" => FailureKind.ContextOverflow,

        // Zhipu's number of a prompt that is too long (docs.z.ai/api-reference/api-code)
        "1261" => FailureKind.ContextOverflow,
        "content_filter" or "content_policy_violation" or "invalid_prompt" or "bio_policy" => FailureKind.ContentPolicy,
        "insufficient_quota" or "quota_exceeded" or "billing_hard_limit_reached" => FailureKind.QuotaExhausted,
        "invalid_api_key" => FailureKind.Credential,
        "model_not_found" or "model_not_supported" => FailureKind.NotFound,
        _ => null,
    };

    // llama.cpp has a number for a code
    private static FailureKind? OfTypeOfOverflow(string? type) => type == "exceed_context_size_error" ? FailureKind.ContextOverflow : null;

    private static FailureKind? OfWords(int? status, string message) => status switch
    {
        null or 400 or 413 or 422 or 500 when PromptOverflow.IsIn(message) => FailureKind.ContextOverflow,
        400 when ContainsAny(message, "api key not valid") => FailureKind.Credential,
        503 when ContainsAny(message, "overloaded") => FailureKind.Overloaded,
        _ => null,
    };

    private static FailureKind? OfForbidden(int? status, OpenAIErrorDocument error) =>
        status == 403 ? ForbiddenRequest.KindOf($"{error.Type} {error.Code}", error.Message) : null;

    private static FailureKind? OfStatus(int? status) => status switch
    {
        null => null,
        401 or 403 => FailureKind.Credential,
        402 => FailureKind.QuotaExhausted,
        404 => FailureKind.NotFound,
        429 => FailureKind.RateLimited,
        529 => FailureKind.Overloaded,

        // 424: a gateway behind this one has no valid key for its provider
        408 or 409 or 421 or 424 or >= 500 => FailureKind.ServerError,
        _ => FailureKind.InvalidRequest,
    };

    /// <summary>Classifies an error within a stream, which has no status, by its type and code.</summary>
    private static FailureKind OfType(OpenAIErrorDocument? error) => (error?.Type, error?.Code) switch
    {
        ("rate_limit_error" or "rate_limit_exceeded" or "tokens" or "requests", _) or (_, "rate_limit_exceeded") => FailureKind.RateLimited,
        ("overloaded_error" or "overloaded", _) or (_, "overloaded") => FailureKind.Overloaded,
        ("authentication_error" or "permission_error", _) => FailureKind.Credential,
        ("insufficient_quota", _) => FailureKind.QuotaExhausted,
        ("not_found_error", _) => FailureKind.NotFound,
        ("invalid_request_error" or "BadRequestError", _) => FailureKind.InvalidRequest,
        _ => FailureKind.ServerError,
    };

    private static bool ContainsAny(string message, params ReadOnlySpan<string> phrases)
    {
        foreach (var words in phrases)
        {
            if (message.Contains(words, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
