using System.Globalization;
using System.Text.Json;
using CsCheck;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Protocols.Tests.Laws;

/// <summary>Random values that requests and answers of OpenAI's two protocols are made of.</summary>
internal static class OpenAIGens
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
        Gen.Int.Select(i => i.ToString(CultureInfo.InvariantCulture)),
        Any("null", "true", "[1,{\"a\":[]}]", "{}")))[0, 3]
        .Select(d => RawJson.Parse("{" + string.Join(',', d.Select(m => $"\"{m.Key}\":{m.Value}")) + "}"));

    public static Gen<MediaSource.Base64> Bytes { get; } = Gen.Select(
        Any("image/png", "image/jpeg"), Gen.Byte.Array[1, 40], (t, b) => new MediaSource.Base64(t, Convert.ToBase64String(b)));

    /// <summary>Gets calls of functions.</summary>
    public static Gen<ToolCallPart> Call { get; } = Gen.Select(
        Word,
        Word,
        Gen.OneOf(Object.Select(o => (o, (string?)null)), Any("[1]", "{\"cut", "words").Select(b => (RawJson.EmptyObject, (string?)b))),
        (id, name, arguments) => new ToolCallPart("call_" + id, name, arguments.Item1) { BrokenArguments = arguments.Item2 });

    /// <summary>Gets schemas that OpenAI enforces; others are changed, as SchemaPropertyTests show.</summary>
    public static Gen<RawJson> Schema { get; } = Gen.Int[0, 99].Select(n =>
        RawJson.Parse($$$"""{"type":"object","properties":{"p{{{n}}}":{"type":"string"}},"required":["p{{{n}}}"],"additionalProperties":false}"""));

    private static Gen<ReasoningSettings> Reasoning { get; } = Any(
        ReasoningSettings.Unspecified,
        new(ReasoningMode.Disabled, Effort: Effort.None),
        new(ReasoningMode.Enabled, Effort: Effort.Minimal),
        new(ReasoningMode.Enabled, Effort: Effort.High));

    private static Gen<OutputFormat?> Format { get; } = Gen.OneOf(
        Gen.Const((OutputFormat?)null),
        Gen.Const((OutputFormat?)new OutputFormat.JsonObject()),
        Gen.Select(Schema, Word, MaybeWord, Maybe(Gen.Bool), (schema, name, description, strict) =>
            (OutputFormat?)new OutputFormat.JsonSchema(schema, name) { Description = description, Strict = strict }));

    /// <summary>Gets requests of what differs between the two.</summary>
    public static Gen<ChatRequest> Requests(
        Gen<EquatableArray<Message>> someMessages, Gen<EquatableArray<Tool>> someTools, Gen<Sampling> someSampling, Gen<Extensions> someExtensions) =>
        from model in Word
        from messages in someMessages
        from tools in someTools
        from choice in Choice(tools)
        from parallel in Maybe(Gen.Bool)
        from sampling in someSampling
        from reasoning in Reasoning
        from format in Format
        from user in MaybeWord
        from stream in Gen.Bool
        from extensions in someExtensions
        select new ChatRequest(model, messages)
        {
            Tools = tools,
            ToolChoice = choice,
            ParallelToolCalls = tools.IsEmpty ? null : parallel,
            Sampling = sampling,
            Reasoning = reasoning,
            OutputFormat = format,
            User = user,
            Stream = stream,
            Extensions = extensions,
        };

    /// <summary>Gets fields of a protocol that nobody knows.</summary>
    public static Gen<Extensions> ReadExtensions(WireProtocol protocol) => Gen.Frequency(
        (4, Gen.Const(Extensions.None)),
        (1, Object.Select(o => new Extensions(protocol, [new("x_field", o), new("x_other", RawJson.Parse("7"))]))));

    public static Gen<TokenUsage?> Usage(int leastInput) => Gen.OneOf(
        Gen.Const((TokenUsage?)null),
        Gen.Select(Gen.Int[leastInput, 9000], Gen.Int[0, 9000], Gen.Int[0, 9000], Gen.Int[0, 9000], Gen.Int[0, 9000], (input, read, write, output, reasoning) =>
            (TokenUsage?)new TokenUsage(input, read, write, output, reasoning)));

    public static Gen<T> Any<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(at => values[at]);

    public static Gen<T?> Maybe<T>(Gen<T> gen)
        where T : struct => Gen.OneOf(Gen.Const((T?)null), gen.Select(v => (T?)v));

    private static Gen<ToolChoice?> Choice(EquatableArray<Tool> tools)
    {
        var name = tools.OfType<Tool.Function>().Where(f => f.Alias?.Namespace is null).Select(f => f.Name).FirstOrDefault();
        return name is null
            ? Gen.Const((ToolChoice?)null)
            : Any<ToolChoice?>(null, new ToolChoice.Auto(), new ToolChoice.None(), new ToolChoice.Required(), new ToolChoice.Specific(name));
    }
}
