using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Errors;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Shared;

/// <summary>What a provider's error document says, in whichever of the many forms servers of OpenAI's dialects use.</summary>
/// <param name="Message">The provider's words, not cleaned yet.</param>
internal sealed record OpenAIErrorDocument(string Message)
{
    public string? Type { get; private init; }

    public string? Code { get; private init; }

    public string? Param { get; private init; }

    /// <summary>Gets the document, when a caller of an OpenAI dialect may see it as it is.</summary>
    public RawJson? Body { get; private init; }

    /// <summary>Reads a document.</summary>
    /// <param name="utf8">The bytes; they are copied.</param>
    /// <returns>What it says; null when it is no error document.</returns>
    public static OpenAIErrorDocument? Read(ReadOnlySpan<byte> utf8)
    {
        var bytes = Utf8.IsValid(utf8) ? utf8.ToArray() : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(utf8));
        try
        {
            using var document = JsonBody.Parse(bytes);
            var root = document.Root;
            return Read(document, root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0 ? root[0] : root);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Makes the failure.</summary>
    /// <param name="kind">What the document means.</param>
    /// <param name="protocol">The dialect it came in.</param>
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
            return words is null ? null : Describe(document, root, words);
        }

        var message = TextOf(document, Find(details, "message"));
        var raw = document.RawOf(root);
        var isOwn = message is not null && Find(root, "error") is not null && !UpstreamText.HoldsSecret(raw.ToString());
        message ??= TextOf(document, Find(details, "type")) ?? "The provider reported an error that it did not explain.";
        return Describe(document, details, Explain(document, details, message)) with { Body = isOwn ? Envelope(document, root, raw) : null };
    }

    /// <summary>An error beside choices or in an array becomes a document of its own.</summary>
    private static RawJson Envelope(JsonBody document, JsonElement root, RawJson raw) =>
        root.GetPropertyCount() == 1 ? raw : new(Encoding.UTF8.GetBytes($$"""{"error":{{document.RawOf(root.GetProperty("error"))}}}"""));

    private static OpenAIErrorDocument Describe(JsonBody document, JsonElement error, string message) => new(message)
    {
        Type = TextOf(document, Find(error, "type")),
        Code = TextOf(document, Find(error, "code")),
        Param = TextOf(document, Find(error, "param")),
    };

    /// <summary>Routers in front of the model put the model server's own words beside their message.</summary>
    private static string Explain(JsonBody document, JsonElement error, string message) =>
        Find(error, "metadata") is { } metadata && TextOf(document, Find(metadata, "raw")) is { Length: > 0 } raw && !message.Contains(raw, StringComparison.Ordinal)
            ? $"{message}: {raw}"
            : message;

    private static JsonElement? ErrorOfChoice(JsonElement root) =>
        Find(root, "choices") is { ValueKind: JsonValueKind.Array } choices && choices.GetArrayLength() > 0 ? Find(choices[0], "error") : null;

    /// <summary>Servers that check requests by schema list what they found.</summary>
    private static string? DetailOf(JsonBody document, JsonElement root) => Find(root, "detail") switch
    {
        { ValueKind: JsonValueKind.Array } found => string.Join("; ", found.EnumerateArray().Select(f => TextOf(document, Find(f, "msg")) ?? f.GetRawText())),
        { ValueKind: JsonValueKind.Object } detail => TextOf(document, Find(detail, "message")) ?? detail.GetRawText(),
        var detail => TextOf(document, detail),
    };

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
