using System.Buffers;
using System.Text;
using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Abstractions.Servers;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.Signatures;

namespace RouterMaestro.Protocols.OpenAI.Chat.Wire;

/// <summary>
/// Selects the member in which reasoning returns to the server that sent it. Mistral refuses reasoning_content with a 422
/// (charmbracelet/crush#1590), Groq with a 400 (tashfeenahmed/freellmapi#1070).
/// </summary>
internal static class OpenAIChatReasoningShapes
{
    /// <summary>
    /// The member of DeepSeek, Moonshot, xAI and z.ai (recordings test_deepseek_model_thinking_stream, moonshotai-stream, xai-tool-call,
    /// test_zai_thinking_mode).
    /// </summary>
    public const string Default = "reasoning_content";

    /// <summary>The shape of blocks in the content, as Mistral sends them (recording mistral-reasoning).</summary>
    public const string Blocks = "content";

    /// <summary>
    /// The members that hold reasoning, the preferred one first. The last three are GitHub Copilot's, which for other models than OpenAI's sends a proof
    /// beside them (microsoft/vscode-copilot-chat, <c>thinkingUtils.ts</c>).
    /// </summary>
    public static ReadOnlySpan<string> Members => _members;

    /// <summary>The members that hold what proves reasoning to be of the model.</summary>
    public static ReadOnlySpan<string> Proofs => _proofs;

    private static readonly string[] _members = [Default, "reasoning", "reasoning_text", "cot_summary", "thinking"];
    private static readonly string[] _proofs = ["reasoning_opaque", "cot_id", "signature"];

    /// <summary>Adds a proof to the shape of a member.</summary>
    public static string WithProof(string member, string name, string proof) => $"{member} {name} {proof}";

    /// <summary>Parts the shape of a member.</summary>
    /// <returns>The member, the member of the proof and the proof; the last two are null without one.</returns>
    public static (string Member, string? Name, string? Proof) Part(string shape) =>
        shape.Split(' ', 3) is [var member, var name, var proof] ? (member, name, proof) : (shape, null, null);

    /// <summary>Returns true if the shape is <c>reasoning_details</c>. Such a shape is the JSON array itself.</summary>
    public static bool IsDetails(string shape) => shape.StartsWith('[');

    /// <summary>Returns the signature that carries a shape; null for the default shape.</summary>
    public static string? ToSignature(string shape) => shape == Default ? null : ReasoningSignature.ForShape(shape);

    /// <summary>Returns the shape in which a server gets its own reasoning back.</summary>
    /// <param name="signature">The signature of the reasoning.</param>
    /// <param name="target">The server.</param>
    /// <returns>The shape; null if the reasoning came from another provider or takes no shape of this protocol.</returns>
    public static string? Find(string? signature, RequestTarget target)
    {
        if (signature is null || target.IsOpenAIItself || ReasoningSignature.OriginOf(signature) is not { } origin || !ComesFrom(origin, target))
        {
            return null;
        }

        // the signature comes from a caller, so it may have been changed
        var shape = ReasoningSignature.ShapeOf(signature) ?? Default;
        return CallSignature.IsShape(shape) ? OpenAIChatCallSignatures.IsValid(CallSignature.MembersOf(shape)) ? shape : null
            : shape == Blocks || IsValidDetails(shape) ? Back(shape, isMember: false, target.Server)
            : IsValidMember(shape) ? Back(shape, isMember: true, target.Server)
            : null;
    }

    /// <summary>Gets the shape of a server that takes reasoning in another member than it sends, as proxies do that rename it.</summary>
    private static string? Back(string shape, bool isMember, ServerFacts server) => server.Reasoning switch
    {
        ReasoningMember.None => null,
        ReasoningMember.Reasoning when isMember && !shape.Contains(' ') => "reasoning",
        ReasoningMember.ReasoningContent when isMember && !shape.Contains(' ') => Default,
        _ => shape,
    };

    private static bool IsValidMember(string shape) =>
        Part(shape) is var (member, name, _) && _members.Contains(member) && (name is null || _proofs.Contains(name));

    private static bool ComesFrom(string origin, RequestTarget target) =>
        origin.StartsWith(target.Model.Provider, StringComparison.OrdinalIgnoreCase) && origin.AsSpan(target.Model.Provider.Length) is ['/', ..];

    private static bool IsValidDetails(string shape)
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
/// The <c>reasoning_details</c> of messages. OpenRouter and Snowflake Cortex carry reasoning signatures there (recordings
/// test_openrouter_streaming_reasoning, test_snowflake_thinking); Chat callers get the signatures of other providers there and return
/// them.
/// </summary>
internal static class OpenAIChatReasoningDetails
{
    /// <summary>Returns true if a detail has a signature or encrypted data, so that the details must return unchanged.</summary>
    public static bool HasSignature(JsonElement details) =>
        details.Elements().Any(d => d.ValueKind == JsonValueKind.Object && (HasText(d, "signature"u8) || HasText(d, "data"u8)));

    /// <summary>Joins the pieces of streamed details: texts of one detail are concatenated; of other members the last value counts.</summary>
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
                if (pieces.Count > 0 && !Continues(pieces[^1], piece))
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

    /// <summary>Writes reasoning and its signature as one detail for a caller.</summary>
    public static void Write(Utf8JsonWriter json, JsonText text, string signature, int index)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "reasoning.text"u8);
        json.WriteText("text"u8, text);
        json.WriteString("signature"u8, ReasoningSignature.Wrap(signature));
        json.WriteNumber("index"u8, index);
        json.WriteEndObject();
    }

    /// <summary>Writes encrypted reasoning as one detail for a caller.</summary>
    public static void WriteRedacted(Utf8JsonWriter json, string data, int index)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "reasoning.encrypted"u8);
        json.WriteString("data"u8, ReasoningSignature.WrapRedacted(data));
        json.WriteNumber("index"u8, index);
        json.WriteEndObject();
    }

    /// <summary>Returns true if the gateway wrote the details.</summary>
    public static bool AreFromGateway(JsonElement details) => details.Elements().Any(d => d.ValueKind == JsonValueKind.Object && (IsMarked(d, "signature"u8) || IsMarked(d, "data"u8)));

    /// <summary>Reads details that the gateway wrote.</summary>
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
                yield return new ReasoningPart(text) { Signature = string.IsNullOrEmpty(signature) ? null : ReasoningSignature.Unwrap(signature) };
            }
        }
    }

    /// <summary>Returns a JSON object with the field as its only member, in which the signature filter searches by member name.</summary>
    public static byte[] ToObject(ExtensionField field) => [.. "{\""u8, .. Encoding.UTF8.GetBytes(field.Name), .. "\":"u8, .. field.Value.Utf8.Span, (byte)'}'];

    private static bool HasText(JsonElement detail, ReadOnlySpan<byte> name) => detail.Find(name) is { ValueKind: JsonValueKind.String } value && !value.ValueEquals(""u8);

    private static bool IsMarked(JsonElement detail, ReadOnlySpan<byte> name) =>
        detail.Find(name) is { ValueKind: JsonValueKind.String } value && ReasoningSignature.IsMarked(value.GetString()!);

    private static bool Continues(JsonElement previous, JsonElement piece) =>
        AreEqual(previous.Find("type"u8), piece.Find("type"u8)) && AreEqual(previous.Find("index"u8), piece.Find("index"u8)) && !HasText(piece, "data"u8);

    private static bool AreEqual(JsonElement left, JsonElement right) =>
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
