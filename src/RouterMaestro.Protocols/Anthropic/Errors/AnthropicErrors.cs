using System.Buffers;
using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Errors;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.Streaming;

namespace RouterMaestro.Protocols.Anthropic.Errors;

/// <summary>Reads and writes errors in Anthropic's envelope.</summary>
internal static class AnthropicErrors
{
    /// <summary>The error code at which the tool runner of @anthropic-ai/sdk 1.12 repeats a call without <c>thread</c>.</summary>
    public const string ThreadUnsupported = "thread_unsupported_request";

    /// <summary>The error code at which the tool runner of @anthropic-ai/sdk 1.12 sends the whole history again.</summary>
    public const string ThreadNotFound = "thread_not_found";

    /// <summary>Reads a response with an error status.</summary>
    public static UpstreamFailure Read(int status, IUpstreamResponseHeaders headers, ReadOnlySpan<byte> body) =>
        AnthropicFailures.Read(status, headers, body);

    /// <summary>Writes an error as a document and as the frame that ends an open stream.</summary>
    public static WireError Write(RouterError error)
    {
        if (OwnDocument(error.Upstream) is { } document)
        {
            return Finish(error.Status, WithRequestId(document, error.RequestId));
        }

        var isOverflow = error.Upstream is { Kind: FailureKind.ContextOverflow };
        var status = isOverflow ? 400 : error.Status;
        return Finish(status, Compose(error, status, isOverflow ? AnthropicOverflow.Message(error.Message) : MessageOf(error)));
    }

    private static WireError Finish(int status, ReadOnlyMemory<byte> body) =>
        new(status, body, (byte[])[.. "event: error\ndata: "u8, .. body.Span, .. "\n\n"u8]);

    /// <summary>
    /// Gets the provider's own document, which has the most detail; null if it addresses the gateway and not the caller, or reports a full context in words
    /// that clients do not recognize.
    /// </summary>
    private static RawJson? OwnDocument(UpstreamFailure? failure) => failure switch
    {
        { Kind: FailureKind.Credential } or { Status: 421 } => null,
        { Kind: FailureKind.ContextOverflow, Type: not "request_too_large" } when !AnthropicOverflow.IsOwn(failure.Message) => null,
        { Body: { } body } when failure.Protocol == WireProtocol.AnthropicMessages => body,
        _ => null,
    };

    /// <summary>Adds the path of the invalid field to the message, because the envelope has no member for it.</summary>
    private static string MessageOf(RouterError error) => error switch
    {
        { Param: { } param } when !error.Message.Contains(param, StringComparison.Ordinal) => $"{param}: {error.Message}",
        _ => error.Message,
    };

    private static ReadOnlyMemory<byte> Compose(RouterError error, int status, string message)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, JsonWriting.Options))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "error"u8);
            json.WriteStartObject("error"u8);
            json.WriteString("type"u8, TypeOf(status));
            json.WriteString("message"u8, message);
            WriteDetails(json, error.Code);
            json.WriteEndObject();
            json.WriteString("request_id"u8, error.RequestId);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static void WriteDetails(Utf8JsonWriter json, string? code)
    {
        if (code is not (ThreadUnsupported or ThreadNotFound))
        {
            return;
        }

        json.WriteStartObject("details"u8);
        json.WriteString("error_code"u8, code);
        if (code == ThreadUnsupported)
        {
            json.WriteStartArray("unsupported"u8);
            json.WriteStringValue("thread"u8);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static ReadOnlyMemory<byte> WithRequestId(RawJson document, string? requestId)
    {
        using var parsed = JsonBody.Parse(document.Utf8);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, JsonWriting.Options))
        {
            json.WriteStartObject();
            foreach (var member in parsed.Root.EnumerateObject())
            {
                if (member.NameEquals("request_id"u8))
                {
                    requestId ??= member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString() : null;
                }
                else
                {
                    member.WriteTo(json);
                }
            }

            json.WriteString("request_id"u8, requestId);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static ReadOnlySpan<byte> TypeOf(int status) => status switch
    {
        401 => "authentication_error"u8,
        402 => "billing_error"u8,
        403 => "permission_error"u8,
        404 => "not_found_error"u8,
        413 => "request_too_large"u8,
        429 => "rate_limit_error"u8,
        529 => "overloaded_error"u8,
        408 or 424 or >= 500 => "api_error"u8,
        _ => "invalid_request_error"u8,
    };
}

/// <summary>Reads the errors of a provider of this protocol.</summary>
internal static class AnthropicFailures
{
    /// <summary>Reads a response with an error status.</summary>
    public static UpstreamFailure Read(int status, IUpstreamResponseHeaders headers, ReadOnlySpan<byte> body)
    {
        var failure = ReadDocument(body, status) ?? new UpstreamFailure(KindOf(status, null, ""), UpstreamText.Describe(status, body));
        return failure with
        {
            Status = status,
            RetryAfter = RetryAfterHeader.Read(headers),
            UpstreamRequestId = headers.Find("request-id") ?? headers.Find("x-request-id") ?? failure.UpstreamRequestId,
        };
    }

    /// <summary>Reads an error document, which may also come with a success status or in a stream.</summary>
    /// <param name="utf8">The document; it is copied.</param>
    /// <param name="status">The HTTP status; null if the document came with a success status.</param>
    /// <returns>The failure; null if the document is not an error.</returns>
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
        if (BaseResponse.Read(document) is { } reply)
        {
            return new UpstreamFailure(reply.Kind ?? KindOf(status, reply.Type, reply.Message), UpstreamText.Clean(reply.Message)) { Status = status, Type = reply.Type, Code = reply.Code };
        }

        if (MessageOf(document) is not { } message)
        {
            return null;
        }

        var error = root.Find("error"u8);
        var type = document.FindString(error, "type"u8);
        var isOwn = type is not null && document.FindString(root, "type"u8) == "error" && document.FindString(error, "message"u8) is not null;
        var raw = document.RawOf(root);

        // GitHub Copilot says more by its code than by its words; test A_prompt_that_is_too_long_is_told_in_the_words_of_the_callers_protocol
        var isOverflow = document.FindString(error, "code"u8) is "model_max_prompt_tokens_exceeded" or "context_length_exceeded";
        return new UpstreamFailure(isOverflow ? FailureKind.ContextOverflow : KindOf(status, type, message), UpstreamText.Clean(message))
        {
            Status = status,
            Type = type,
            Protocol = isOwn ? WireProtocol.AnthropicMessages : null,
            Body = isOwn && !UpstreamText.HoldsSecret(raw.ToString()) ? raw : null,
            UpstreamRequestId = document.FindString(root, "request_id"u8),
        };
    }

    /// <summary>
    /// Finds the message in error.message, in an error that is a string, in message or in detail. GitHub Copilot's /v1/messages sends
    /// a bare message.
    /// </summary>
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

    /// <summary>Classifies a failure by its message, then by its status, then by its type.</summary>
    private static FailureKind KindOf(int? status, string? type, string message) => message switch
    {
        _ when status is null or 400 or 413 or 422 && IsContextOverflow(message) => FailureKind.ContextOverflow,
        _ when Contains(message, "credit balance is too low") => FailureKind.QuotaExhausted,
        _ when Contains(message, "content filtering policy") => FailureKind.ContentPolicy,
        _ when status == 403 && ForbiddenRequest.KindOf(type, message) is { } kind => kind,
        _ => OfTellingStatus(status) ?? OfType(type) ?? (status is null or 408 or >= 500 ? FailureKind.ServerError : FailureKind.InvalidRequest),
    };

    private static FailureKind? OfTellingStatus(int? status) => status switch
    {
        // 421: the host does not serve the gateway's account; 424: a gateway behind this one has no valid key for its provider
        421 or 424 => FailureKind.ServerError,
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

    private static bool IsContextOverflow(string message) => AnthropicOverflow.IsOwn(message) || PromptOverflow.IsIn(message);

    private static bool Contains(string message, string words) => message.Contains(words, StringComparison.OrdinalIgnoreCase);
}
