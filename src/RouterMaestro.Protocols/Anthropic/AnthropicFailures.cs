using System.Text.Json;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.Anthropic;

/// <summary>Reads how an Anthropic-dialect provider says that it failed.</summary>
internal static class AnthropicFailures
{
    /// <summary>Reads an answer that came with an error status.</summary>
    public static UpstreamFailure Read(int status, IUpstreamHeaders headers, ReadOnlySpan<byte> body)
    {
        var failure = ReadDocument(body, status) ?? new UpstreamFailure(KindOf(status, null, ""), UpstreamText.Describe(status, body));
        return failure with
        {
            Status = status,
            RetryAfter = RetryAfterHeader.Read(headers),
            UpstreamRequestId = headers.Find("request-id") ?? headers.Find("x-request-id") ?? failure.UpstreamRequestId,
        };
    }

    /// <summary>Reads an error document, also one inside a success status or a stream.</summary>
    /// <param name="utf8">The document; it is copied.</param>
    /// <param name="status">The HTTP status; null where the document came with a success.</param>
    /// <returns>The failure; null when this is no error document.</returns>
    public static UpstreamFailure? ReadDocument(ReadOnlySpan<byte> utf8, int? status = null)
    {
        try
        {
            var bytes = utf8.ToArray();
            using var document = JsonBody.Parse(bytes);
            return Read(document, status);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static UpstreamFailure? Read(JsonBody document, int? status)
    {
        var root = document.Root;
        if (MessageOf(document) is not { } message)
        {
            return null;
        }

        var error = root.Find("error"u8);
        var type = document.FindString(error, "type"u8);
        var isOwn = type is not null && document.FindString(root, "type"u8) == "error" && document.FindString(error, "message"u8) is not null;
        var raw = document.RawOf(root);
        return new UpstreamFailure(KindOf(status, type, message), UpstreamText.Clean(message))
        {
            Status = status,
            Type = type,
            Protocol = isOwn ? WireProtocol.AnthropicMessages : null,
            Body = isOwn && !UpstreamText.HoldsSecret(raw.ToString()) ? raw : null,
            UpstreamRequestId = document.FindString(root, "request_id"u8),
        };
    }

    /// <summary>Compatible servers put their words in several places.</summary>
    private static string? MessageOf(JsonBody document)
    {
        var root = document.Root;
        return root.Find("error"u8) switch
        {
            { ValueKind: JsonValueKind.Object } error => document.FindString(error, "message"u8) ?? document.FindString(error, "type"u8),
            { ValueKind: JsonValueKind.String } error => document.StringOf(error),
            _ when document.FindString(root, "type"u8) == "message" => null,
            _ => document.FindString(root, "message"u8) ?? document.FindString(root, "detail"u8),
        };
    }

    /// <summary>The words tell what status and type leave open; a telling status counts more than a type, which servers borrow freely.</summary>
    private static FailureKind KindOf(int? status, string? type, string message) => message switch
    {
        _ when status is null or 400 or 413 or 422 && SaysTooLong(message) => FailureKind.ContextOverflow,
        _ when Says(message, "credit balance is too low") => FailureKind.QuotaExhausted,
        _ when Says(message, "content filtering policy") => FailureKind.ContentPolicy,
        _ => OfTellingStatus(status) ?? OfType(type) ?? (status is null or 408 or >= 500 ? FailureKind.ServerError : FailureKind.InvalidRequest),
    };

    private static FailureKind? OfTellingStatus(int? status) => status switch
    {
        401 or 403 => FailureKind.Credential,
        402 => FailureKind.QuotaExhausted,
        404 => FailureKind.NotFound,
        413 => FailureKind.ContextOverflow,
        429 => FailureKind.RateLimited,
        529 => FailureKind.Overloaded,
        _ => null,
    };

    private static FailureKind? OfType(string? type) => type switch
    {
        "invalid_request_error" => FailureKind.InvalidRequest,
        "authentication_error" or "permission_error" => FailureKind.Credential,
        "billing_error" => FailureKind.QuotaExhausted,
        "not_found_error" => FailureKind.NotFound,
        "request_too_large" => FailureKind.ContextOverflow,
        "rate_limit_error" => FailureKind.RateLimited,
        "overloaded_error" => FailureKind.Overloaded,
        "api_error" or "timeout_error" => FailureKind.ServerError,
        _ => null,
    };

    private static bool SaysTooLong(string message) =>
        Says(message, "prompt is too long") || Says(message, "exceed context limit") || Says(message, "context window");

    private static bool Says(string message, string words) => message.Contains(words, StringComparison.OrdinalIgnoreCase);
}
