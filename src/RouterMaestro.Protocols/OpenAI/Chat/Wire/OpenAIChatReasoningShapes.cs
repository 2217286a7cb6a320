using System.Buffers;
using System.Text;
using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Chat.Wire;

/// <summary>In which shape a server shows its reasoning, and so wants it back: servers of this dialect refuse each other's.</summary>
internal static class OpenAIChatReasoningShapes
{
    /// <summary>The member that most servers have.</summary>
    public const string Usual = "reasoning_content";

    /// <summary>Blocks of the content.</summary>
    public const string Blocks = "content";

    /// <summary>Tells whether a shape is details, of which it consists itself.</summary>
    public static bool IsDetails(string shape) => shape.StartsWith('[');

    /// <summary>Makes the seal that tells a shape; null for the usual one.</summary>
    public static string? SignatureOf(string shape) => shape == Usual ? null : ReasoningSignature.OfShape(shape);

    /// <summary>Finds the shape in which a server gets back what came from it.</summary>
    /// <param name="signature">The seal of the reasoning.</param>
    /// <param name="target">The server.</param>
    /// <returns>The shape; null when the reasoning came from elsewhere.</returns>
    public static string? For(string? signature, RequestTarget target)
    {
        if (signature is null || target.IsOpenAIItself || ReasoningSignature.OriginOf(signature) is not { } origin || !IsOf(origin, target))
        {
            return null;
        }

        // a caller may have written anything there
        var shape = ReasoningSignature.ShapeOf(signature) ?? Usual;
        return shape is Usual or Blocks or "reasoning" or "reasoning_text" || AreDetails(shape) ? shape : null;
    }

    private static bool IsOf(string origin, RequestTarget target) =>
        origin.StartsWith(target.Model.Provider, StringComparison.OrdinalIgnoreCase) && origin.AsSpan(target.Model.Provider.Length) is ['/', ..];

    private static bool AreDetails(string shape)
    {
        if (!IsDetails(shape))
        {
            return false;
        }

        try
        {
            using var json = JsonBody.Parse(Encoding.UTF8.GetBytes(shape));
            return json.Root.Elements().All(d => d.ValueKind == JsonValueKind.Object);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

/// <summary>
/// The <c>reasoning_details</c> of messages: the form in which servers of this dialect seal reasoning, and in which callers of it get
/// the seals of other providers, to send them back.
/// </summary>
internal static class OpenAIChatReasoningDetails
{
    /// <summary>Tells whether some of the details are sealed, so that they must go back as they came.</summary>
    public static bool AreSigned(JsonElement details) =>
        details.Elements().Any(d => d.ValueKind == JsonValueKind.Object && (HasText(d, "signature"u8) || HasText(d, "data"u8)));

    /// <summary>Puts details together that were told in pieces: texts of one detail grow, its other members are told last.</summary>
    /// <param name="details">The pieces.</param>
    /// <returns>The JSON array.</returns>
    public static string Merge(JsonElement details)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, JsonWriting.Options))
        {
            json.WriteStartArray();
            List<JsonElement> pieces = [];
            foreach (var piece in details.Elements().Where(d => d.ValueKind == JsonValueKind.Object))
            {
                if (pieces.Count > 0 && !CarriesOn(pieces[^1], piece))
                {
                    Write(json, pieces);
                    pieces.Clear();
                }

                pieces.Add(piece);
            }

            Write(json, pieces);
            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>Writes reasoning with its seal for a caller, as one detail.</summary>
    public static void Write(Utf8JsonWriter json, JsonText text, string signature, int index)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "reasoning.text"u8);
        json.WriteText("text"u8, text);
        json.WriteString("signature"u8, ReasoningSignature.Show(signature));
        json.WriteNumber("index"u8, index);
        json.WriteEndObject();
    }

    /// <summary>Writes reasoning that nobody can read for a caller, as one detail.</summary>
    public static void WriteRedacted(Utf8JsonWriter json, string data, int index)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "reasoning.encrypted"u8);
        json.WriteString("data"u8, ReasoningSignature.ShowRedacted(data));
        json.WriteNumber("index"u8, index);
        json.WriteEndObject();
    }

    /// <summary>Tells whether details are what a caller got of the gateway.</summary>
    public static bool AreOwn(JsonElement details) => details.Elements().Any(d => d.ValueKind == JsonValueKind.Object && (IsMarked(d, "signature"u8) || IsMarked(d, "data"u8)));

    /// <summary>Reads what a caller got of the gateway.</summary>
    public static IEnumerable<ContentPart> Read(JsonBody json, JsonElement details)
    {
        foreach (var detail in details.Elements().Where(d => d.ValueKind == JsonValueKind.Object))
        {
            if (ReasoningSignature.ReadRedacted(json.FindString(detail, "data"u8)) is { } data)
            {
                yield return new RedactedReasoningPart(data);
            }
            else if (json.FindText(detail, "text"u8) is { } text)
            {
                var signature = json.FindString(detail, "signature"u8);
                yield return new ReasoningPart(text) { Signature = string.IsNullOrEmpty(signature) ? null : ReasoningSignature.Unshow(signature) };
            }
        }
    }

    /// <summary>Makes an object of one member, by whose name its seals are found.</summary>
    public static byte[] Alone(ExtensionField field) => [.. "{\""u8, .. Encoding.UTF8.GetBytes(field.Name), .. "\":"u8, .. field.Value.Utf8.Span, (byte)'}'];

    private static bool HasText(JsonElement detail, ReadOnlySpan<byte> name) => detail.Find(name) is { ValueKind: JsonValueKind.String } value && !value.ValueEquals(""u8);

    private static bool IsMarked(JsonElement detail, ReadOnlySpan<byte> name) =>
        detail.Find(name) is { ValueKind: JsonValueKind.String } value && ReasoningSignature.IsMarked(value.GetString()!);

    private static bool CarriesOn(JsonElement before, JsonElement piece) =>
        Same(before.Find("type"u8), piece.Find("type"u8)) && Same(before.Find("index"u8), piece.Find("index"u8)) && !HasText(piece, "data"u8);

    private static bool Same(JsonElement left, JsonElement right) =>
        left.ValueKind == right.ValueKind && (left.ValueKind == JsonValueKind.Undefined || JsonElement.DeepEquals(left, right));

    private static void Write(Utf8JsonWriter json, List<JsonElement> pieces)
    {
        if (pieces.Count == 0)
        {
            return;
        }

        Dictionary<string, JsonElement> members = [];
        foreach (var member in pieces.SelectMany(p => p.EnumerateObject()).Where(m => m.Value.ValueKind != JsonValueKind.Null || !members.ContainsKey(m.Name)))
        {
            members[member.Name] = member.Value;
        }

        json.WriteStartObject();
        foreach (var (name, value) in members)
        {
            json.WritePropertyName(name);
            if (name is "text" or "summary" && value.ValueKind == JsonValueKind.String)
            {
                json.WriteStringValue(string.Concat(pieces.Select(p => p.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : "")));
            }
            else
            {
                value.WriteTo(json);
            }
        }

        json.WriteEndObject();
    }
}
