using System.Text;
using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.Signatures;

namespace RouterMaestro.Protocols.OpenAI.Chat.Wire;

/// <summary>
/// The thought signatures on calls. Gemini's OpenAI face has them in <c>extra_content.google.thought_signature</c>, of parallel calls on the first alone, and
/// Gemini 3 refuses a call of the current turn without it (ai.google.dev/gemini-api/docs/thought-signatures). LiteLLM in front of Gemini has them in
/// <c>provider_specific_fields</c> (its <c>vertex_and_google_ai_studio_gemini.py</c>).
/// </summary>
internal static class OpenAIChatCallSignatures
{
    private const string Member = "thought_signature";

    // what Google's page has for calls that Gemini did not make, such as those of a conversation that began with another model
    private const string Unsigned = """{"extra_content":{"google":{"thought_signature":"skip_thought_signature_validator"}}}""";

    /// <summary>Gets the member by which bytes are searched for signatures.</summary>
    public static SignatureMember Signature { get; } = new(Member);

    private static readonly string[] _members = ["extra_content", "provider_specific_fields", Member];

    /// <summary>Returns true if a member of a call may hold its signature.</summary>
    public static bool IsMember(string name) => _members.Contains(name);

    /// <summary>Returns the member of a call that may hold its signature; null if the reader is on another one.</summary>
    /// <param name="reader">The reader, on the name of the member.</param>
    public static string? FindMember(in Utf8JsonReader reader)
    {
        foreach (var name in _members)
        {
            if (reader.ValueTextEquals(name))
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>Reads the signature of a call in a response.</summary>
    /// <returns>The part that stands before the call; null if it has no signature.</returns>
    public static ReasoningPart? Read(JsonBody json, JsonElement call)
    {
        foreach (var name in _members)
        {
            if (call.Find(Encoding.ASCII.GetBytes(name)) is var member && member.ValueKind is JsonValueKind.Object or JsonValueKind.String && Of(name, json.RawOf(member).Utf8.Span) is { } signature)
            {
                return new(JsonText.Empty) { Signature = signature };
            }
        }

        return null;
    }

    /// <summary>Returns the signature for the part before a call.</summary>
    /// <param name="name">The member of the call.</param>
    /// <param name="value">Its value, as JSON.</param>
    /// <returns>The signature; null if the member has none.</returns>
    public static string? Of(string name, ReadOnlySpan<byte> value) =>
        name == Member ? value is [(byte)'"', (byte)'"'] or [] ? null : CallSignature.Of(Pair(name, value))
        : value.IndexOf("\"thought_signature\""u8) >= 0 ? CallSignature.Of(Pair(name, value))
        : null;

    /// <summary>Returns true if the members are such that a signature can be in them. They come back from a caller, so they may have been changed.</summary>
    public static bool IsValid(string members)
    {
        try
        {
            using var json = JsonBody.Parse(Encoding.UTF8.GetBytes(members));
            return json.Root.ValueKind == JsonValueKind.Object && json.Root.EnumerateObject().All(member => IsMember(member.Name));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Returns true if a call came with a signature in its extensions, as callers of Chat return it.</summary>
    public static bool IsIn(ToolCallPart call) => OpenAIChatExtensions.IsOwn(call.Extensions) && call.Extensions.Fields.Any(static field => IsMember(field.Name));

    /// <summary>Finds the signature with which a call goes back: that before it, else the one that is remembered, else what stands for none.</summary>
    /// <param name="call">The call.</param>
    /// <param name="received">The signature that came back with it; null if there is none.</param>
    /// <param name="isFirst">Whether it is the first call of its message.</param>
    /// <param name="target">The provider.</param>
    /// <returns>The members of the call, as a JSON object; null if there is none to write.</returns>
    public static string? Find(ToolCallPart call, string? received, bool isFirst, RequestTarget target) =>
        received ?? (IsIn(call) ? null
        : target.CallSignatures is { Any: true } known && known.Find(call) is { } found && IsValid(found) ? found
        : isFirst && IsDemanded(target) ? Unsigned
        : null);

    /// <summary>Removes the signatures of another provider, which the provider would refuse.</summary>
    public static ToolCallPart WithoutForeign(ToolCallPart call, RequestTarget target, LossSink losses)
    {
        if (target.Signatures is not { } filter || !IsIn(call))
        {
            return call;
        }

        var foreign = call.Extensions.Fields.Where(field => IsMember(field.Name) && !filter.Allows(OpenAIChatReasoningDetails.ToObject(field), WireProtocol.OpenAIChat)).ToList();
        foreign.ForEach(field => losses.Add($"messages.tool_calls.{field.Name}"));
        return foreign.Count == 0 ? call : call with { Extensions = call.Extensions with { Fields = call.Extensions.Fields.Except(foreign).ToEquatableArray() } };
    }

    /// <summary>Writes the members into a call.</summary>
    public static void Write(Utf8JsonWriter json, string members)
    {
        using var document = JsonBody.Parse(Encoding.UTF8.GetBytes(members));
        foreach (var member in document.Root.EnumerateObject())
        {
            member.WriteTo(json);
        }
    }

    // the models before Gemini 3 take calls without a signature
    private static bool IsDemanded(RequestTarget target) =>
        target.Server.SignsCalls && !target.Model.Id.Contains("gemini-1", StringComparison.OrdinalIgnoreCase) && !target.Model.Id.Contains("gemini-2", StringComparison.OrdinalIgnoreCase);

    private static string Pair(string name, ReadOnlySpan<byte> value) => $$"""{"{{name}}":{{Encoding.UTF8.GetString(value)}}}""";
}
