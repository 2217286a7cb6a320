using System.Buffers;
using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Shared;

/// <summary>Writes errors in the envelope that OpenAI's protocols share.</summary>
internal static class OpenAIErrorEnvelope
{
    private const string Overflow = "context_length_exceeded";

    /// <summary>Writes the document.</summary>
    /// <param name="error">The error.</param>
    /// <param name="own">The caller's protocol, whose documents pass unchanged.</param>
    /// <returns>The document, without line breaks.</returns>
    public static ReadOnlyMemory<byte> Write(RouterError error, WireProtocol own) =>
        ForeignOf(error, own) is not { } document ? WriteOwn(error)
        : IsBare(document) ? Complete(error, document)
        : Compact(document.Utf8);

    /// <summary>Gets the HTTP status.</summary>
    public static int StatusOf(RouterError error) => IsOverflow(error) ? 400 : error.Status;

    /// <summary>
    /// Gets the message, including the offending parameter. Codex 0.169.0 and Claude Code 2.1.330 show only the message of a
    /// 400.
    /// </summary>
    public static string MessageOf(RouterError error) => error switch
    {
        { Upstream.Kind: FailureKind.ContextOverflow } => OpenAIOverflow.Message(error.Message),
        { Upstream: null, Code: null, Param: { } param } when !error.Message.Contains(param, StringComparison.Ordinal) => $"'{param}' {error.Message}",
        _ => error.Message,
    };

    /// <summary>Gets the error code.</summary>
    public static string CodeOf(RouterError error) => error.Upstream?.Kind switch
    {
        FailureKind.ContextOverflow => Overflow,
        FailureKind.QuotaExhausted => "insufficient_quota",
        FailureKind.Malformed or FailureKind.Empty => "upstream_protocol_error",
        FailureKind.Credential when error.Upstream is { IsKeyRefused: true } => "upstream_authentication_error",
        _ => error.Code ?? CodeOf(error.Status),
    };

    private static bool IsOverflow(RouterError error) => error.Upstream?.Kind == FailureKind.ContextOverflow;

    /// <summary>
    /// Finds the provider's own document, which passes as it is, unless it speaks of the gateway's key as if it were the
    /// caller's, speaks of a host that the caller did not choose, or reports a full context in words that clients do not recognize.
    /// </summary>
    private static RawJson? ForeignOf(RouterError error, WireProtocol own) => error.Upstream switch
    {
        { Kind: FailureKind.Credential } or { Status: 421 } => null,
        { Kind: FailureKind.ContextOverflow, Code: not Overflow } => null,
        { Body: { } body } upstream when upstream.Protocol == own => body,
        _ => null,
    };

    /// <summary>
    /// Returns true if an error has nothing but a message and a code, as GitHub Copilot's; test Quotas_and_rate_limits_have_all_members_of_the_callers_envelope.
    /// Others are documents of a known form, such as Groq's without <c>param</c> and OpenRouter's with <c>metadata</c>, which stay the same bytes (recordings
    /// test_tool_regular_error and test_openrouter_errors_raised).
    /// </summary>
    private static bool IsBare(RawJson document)
    {
        using var body = JsonBody.Parse(document.Utf8);
        return body.Root.GetProperty("error"u8).EnumerateObject().All(member => member.NameEquals("message"u8) || member.NameEquals("code"u8));
    }

    /// <summary>Adds the members that an error of OpenAI always has and a bare one lacks, for clients that read them.</summary>
    private static ReadOnlyMemory<byte> Complete(RouterError error, RawJson document)
    {
        using var body = JsonBody.Parse(document.Utf8);
        using var own = JsonBody.Parse(WriteOwn(error));
        var (given, defaults) = (body.Root.GetProperty("error"u8), own.Root.GetProperty("error"u8));
        var buffer = new ArrayBufferWriter<byte>(document.Utf8.Length + 128);
        using var json = new Utf8JsonWriter(buffer, JsonWriting.Options);
        json.WriteStartObject();
        json.WriteStartObject("error"u8);
        foreach (var member in given.EnumerateObject().Concat(defaults.EnumerateObject().Where(member => !given.TryGetProperty(member.Name, out _))))
        {
            member.WriteTo(json);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>Removes the line breaks of a document, which a frame cannot hold.</summary>
    private static ReadOnlyMemory<byte> Compact(ReadOnlyMemory<byte> document)
    {
        if (!document.Span.ContainsAny((byte)'\n', (byte)'\r'))
        {
            return document;
        }

        var buffer = new ArrayBufferWriter<byte>(document.Length);
        using var body = JsonBody.Parse(document);
        using var json = new Utf8JsonWriter(buffer, JsonWriting.Options);
        body.Root.WriteTo(json);
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static ReadOnlyMemory<byte> WriteOwn(RouterError error)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(buffer, JsonWriting.Options);
        json.WriteStartObject();
        json.WriteStartObject("error"u8);
        json.WriteString("message"u8, MessageOf(error));
        json.WriteString("type"u8, TypeOf(error));
        json.WriteString("param"u8, error.Param);
        json.WriteString("code"u8, CodeOf(error));
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static string TypeOf(RouterError error) => error.Upstream?.Kind switch
    {
        FailureKind.QuotaExhausted => "insufficient_quota",
        _ => StatusOf(error) switch
        {
            401 => "authentication_error",
            403 => "permission_error",
            429 or 529 => "rate_limit_error",
            424 or >= 500 => "api_error",
            _ => "invalid_request_error",
        },
    };

    private static string CodeOf(int status) => status switch
    {
        401 => "authentication_error",
        403 => "permission_denied",
        404 => "not_found",
        429 => "rate_limit_exceeded",
        529 => "overloaded",
        >= 500 => "server_error",
        _ => "invalid_request",
    };
}
