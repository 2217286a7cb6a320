using System.Text.Json;
using CsCheck;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Application.Tests.Protocols.OpenAIResponses;

/// <summary>Random values that requests and answers of the Responses dialect are made of.</summary>
internal static class ResponsesGens
{
    /// <summary>Texts with all that needs escaping, never empty.</summary>
    public static Gen<string> Text { get; } = Gen.OneOf(
        Gen.String[Gen.Char['a', 'z'], 1, 12],
        Gen.String[1, 12].Select(s => s + "x"),
        Any("say \"hi\"\n\tthere \\ ", "日本語 🦜", "</script>\u2028", "{\"not\":\"json", "0"));

    public static Gen<string> Word { get; } = Gen.String[Gen.Char['a', 'z'], 1, 10];

    public static Gen<string?> MaybeWord { get; } = Gen.OneOf(Gen.Const((string?)null), Word.Select(w => (string?)w));

    public static Gen<RawJson> Object { get; } = Gen.Dictionary(Word, Gen.OneOf(
        Text.Select(t => JsonSerializer.Serialize(t)),
        Gen.Int.Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        Any("null", "true", "[1,{\"a\":[]}]", "{}")))[0, 3]
        .Select(d => RawJson.Parse("{" + string.Join(',', d.Select(m => $"\"{m.Key}\":{m.Value}")) + "}"));

    public static Gen<Extensions> Leftovers { get; } = Gen.Frequency(
        (4, Gen.Const(Extensions.None)),
        (1, Object.Select(o => new Extensions(WireProtocol.OpenAIResponses, [new("x_field", o), new("x_other", RawJson.Parse("7"))]))));

    /// <summary>Gets reasoning as a provider of the dialect seals it, and as others do.</summary>
    public static Gen<ContentPart> Thought { get; } = Gen.OneOf(
        Gen.Select(Text, Word, Word, (t, id, blob) => (ContentPart)new ReasoningPart(t) { Signature = $"rm1:responses:rs_{id}:{blob}=" }),
        Gen.Select(Word, Word, (id, blob) => (ContentPart)new ReasoningPart(JsonText.Empty) { Signature = $"rm1:responses:rs_{id}:{blob}:=" }));

    /// <summary>Gets calls of functions.</summary>
    public static Gen<ToolCallPart> Call { get; } = Gen.Select(
        Word,
        Word,
        Gen.OneOf(Object.Select(o => (o, (string?)null)), Any("[1]", "{\"cut", "words").Select(b => (RawJson.EmptyObject, (string?)b))),
        (id, name, arguments) => new ToolCallPart("call_" + id, name, arguments.Item1) { BrokenArguments = arguments.Item2 });

    public static Gen<T> Any<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(at => values[at]);

    public static Gen<T?> Maybe<T>(Gen<T> gen)
        where T : struct => Gen.OneOf(Gen.Const((T?)null), gen.Select(v => (T?)v));
}
