using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Errors;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.Streaming;

namespace RouterMaestro.Protocols.OpenAI.Shared;

/// <summary>
/// The content of an error document of an OpenAI protocol: OpenAI's envelope, vLLM's bare object (vllm-project/vllm#12886),
/// Gemini's array, FastAPI's detail and a plain message.
/// </summary>
/// <param name="Message">The provider's message, not cleaned yet.</param>
internal sealed record OpenAIErrorDocument(string Message)
{
    public string? Type { get; private init; }

    public string? Code { get; private init; }

    public string? Param { get; private init; }

    /// <summary>Gets the document if a caller of an OpenAI protocol may get it unchanged; otherwise null.</summary>
    public RawJson? Body { get; private init; }

    /// <summary>Reads a document.</summary>
    /// <param name="utf8">The bytes; they are copied.</param>
    /// <returns>The content; null if it is not an error document.</returns>
    public static OpenAIErrorDocument? Read(ReadOnlySpan<byte> utf8)
    {
        var bytes = Utf8.IsValid(utf8) ? utf8.ToArray() : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(utf8));
        try
        {
            using var document = JsonBody.Parse(bytes);
            var root = document.Root;
            if (BaseResponse.Read(document) is { } reply)
            {
                return new(reply.Message) { Code = reply.Code, Type = reply.Type };
            }

            return Read(document, root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0 ? root[0] : root);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Creates the failure.</summary>
    /// <param name="kind">The kind of the failure.</param>
    /// <param name="protocol">The protocol of the document.</param>
    public UpstreamFailure ToFailure(FailureKind kind, WireProtocol protocol) => new(kind, UpstreamText.Clean(Message))
    {
        Type = Type,
        Code = Code,
        Param = Param,
        Body = Body,
        Protocol = Body is null ? null : protocol,
    };

    private static OpenAIErrorDocument? Read(JsonBody document, JsonElement root)
    {
        var error = Find(root, "error") ?? ErrorOfChoice(root);
        if (error is not { ValueKind: JsonValueKind.Object } details)
        {
            var words = TextOf(document, error) ?? TextOf(document, Find(root, "message")) ?? DetailOf(document, root);
            return words is null ? null : Describe(document, root, words) is var described && described.Param is null ? described with { Param = PlaceOf(document, root) } : described;
        }

        var message = TextOf(document, Find(details, "message"));
        var raw = document.RawOf(root);
        var isOwn = message is not null && Find(details, "message") is { ValueKind: JsonValueKind.String } && Find(root, "error") is not null && !UpstreamText.HoldsSecret(raw.ToString());
        message ??= TextOf(document, Find(details, "type")) ?? "The provider reported an error that it did not explain.";
        return Describe(document, details, Explain(document, details, message)) with { Body = isOwn ? Envelope(document, root, raw) : null };
    }

    /// <summary>Returns the error as a document of its own if it was beside choices or in an array.</summary>
    private static RawJson Envelope(JsonBody document, JsonElement root, RawJson raw) =>
        root.GetPropertyCount() == 1 ? raw : new(Encoding.UTF8.GetBytes($$"""{"error":{{document.RawOf(root.GetProperty("error"))}}}"""));

    private static OpenAIErrorDocument Describe(JsonBody document, JsonElement error, string message) => new(message)
    {
        Type = TextOf(document, Find(error, "type")),
        Code = TextOf(document, Find(error, "code")),
        Param = TextOf(document, Find(error, "param")),
    };

    /// <summary>Appends metadata.raw, in which OpenRouter quotes the model's provider (recording test_openrouter_errors_raised).</summary>
    private static string Explain(JsonBody document, JsonElement error, string message) =>
        Find(error, "metadata") is { } metadata && TextOf(document, Find(metadata, "raw")) is { Length: > 0 } raw && !message.Contains(raw, StringComparison.Ordinal)
            ? $"{message}: {raw}"
            : message;

    private static JsonElement? ErrorOfChoice(JsonElement root) =>
        Find(root, "choices") is { ValueKind: JsonValueKind.Array } choices && choices.GetArrayLength() > 0 ? Find(choices[0], "error") : null;

    /// <summary>
    /// Reads <c>detail</c>, in which Mistral and FastAPI servers list validation errors (nextcloud/integration_openai#76).
    /// </summary>
    private static string? DetailOf(JsonBody document, JsonElement root) => Find(root, "detail") switch
    {
        { ValueKind: JsonValueKind.Array } found => string.Join("; ", found.EnumerateArray().Select(f => TextOf(document, Find(f, "msg")) ?? f.GetRawText())),
        { ValueKind: JsonValueKind.Object } detail => TextOf(document, Find(detail, "message")) ?? detail.GetRawText(),
        var detail => TextOf(document, detail),
    };

    /// <summary>Reads the member that the only validation error of <c>detail</c> is about: <c>["body", "stream_options", "include_usage"]</c>.</summary>
    private static string? PlaceOf(JsonBody document, JsonElement root) =>
        Find(root, "detail") is { ValueKind: JsonValueKind.Array } details && details.GetArrayLength() == 1 && Find(details[0], "loc") is { ValueKind: JsonValueKind.Array } place
            ? string.Join('.', place.EnumerateArray().Select(step => TextOf(document, step)).OfType<string>().SkipWhile(static step => step == "body")) is { Length: > 0 } path ? path : null
            : null;

    private static string? TextOf(JsonBody document, JsonElement? element) => element switch
    {
        { ValueKind: JsonValueKind.String } text when document.StringOf(text) is { } words && !string.IsNullOrWhiteSpace(words) => words,
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    private static JsonElement? Find(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null
            ? member
            : null;
}
