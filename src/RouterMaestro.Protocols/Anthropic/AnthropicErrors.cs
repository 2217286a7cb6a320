using System.Buffers;
using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.Anthropic;

/// <summary>Errors in Anthropic's envelope.</summary>
internal static class AnthropicErrors
{
    /// <summary>The code of the refusal that makes a client repeat a call without a thread.</summary>
    public const string ThreadUnsupported = "thread_unsupported_request";

    /// <summary>The code of the refusal that makes a client send the whole history again.</summary>
    public const string ThreadNotFound = "thread_not_found";

    /// <summary>Reads an answer that came with an error status.</summary>
    public static UpstreamFailure Read(int status, IUpstreamHeaders headers, ReadOnlySpan<byte> body) =>
        AnthropicFailures.Read(status, headers, body);

    /// <summary>Writes an error, as a document and as the frame that ends an opened stream.</summary>
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

    /// <summary>The provider's own document says most, unless it speaks to the gateway rather than to the caller.</summary>
    private static RawJson? OwnDocument(UpstreamFailure? failure) =>
        failure is { Body: { } body, Kind: not FailureKind.Credential } && failure.Protocol == WireProtocol.AnthropicMessages ? body : null;

    /// <summary>The envelope has no place for the offending field but the message.</summary>
    private static string MessageOf(RouterError error) => error switch
    {
        { Upstream.Kind: FailureKind.Credential } when !error.Message.Contains("gateway's own key", StringComparison.Ordinal) =>
            $"The provider refused the gateway's own key: {error.Message}",
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
        408 or >= 500 => "api_error"u8,
        _ => "invalid_request_error"u8,
    };
}
