using System.Text.Json;
using CsCheck;
using RouterMaestro.Application.Protocols.Json;
using RouterMaestro.Application.Tests.Protocols.Laws;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Application.Tests.Protocols.OpenAIChat;

/// <summary>What can be said in Chat Completions.</summary>
public sealed class OpenAIChatSpeech : ICodecSpeech
{
    private static readonly Gen<string> _text = Gen.OneOf(
        Gen.String[Gen.Char['a', 'z'], 1, 12],
        Gen.String[1, 12].Select(s => s + "x"),
        Any("say \"hi\"\n\tthere \\ ", "日本語 🦜", "</script>\u2028", "{\"not\":\"json", "0"));

    private static readonly Gen<string> _word = Gen.String[Gen.Char['a', 'z'], 1, 10];

    private static readonly Gen<string?> _maybeWord = Gen.OneOf(Gen.Const((string?)null), _word.Select(w => (string?)w));

    private static readonly Gen<RawJson> _object = Gen.Dictionary(_word, Gen.OneOf(
        _text.Select(t => JsonSerializer.Serialize(t)),
        Gen.Int.Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        Any("null", "true", "[1,{\"a\":[]}]", "{}")))[0, 3]
        .Select(d => RawJson.Parse("{" + string.Join(',', d.Select(m => $"\"{m.Key}\":{m.Value}")) + "}"));

    private static readonly Gen<Extensions> _extensions = Gen.Frequency(
        (4, Gen.Const(Extensions.None)),
        (1, _object.Select(o => new Extensions(WireProtocol.OpenAIChat, [new("x_field", o), new("x_other", RawJson.Parse("7"))]))));

    private static readonly Gen<ContentPart> _textPart = Gen.Select(_text, _extensions, (t, e) => (ContentPart)new TextPart(t) { Extensions = e });

    private static readonly Gen<MediaSource.Base64> _bytes = Gen.Select(
        Any("image/png", "image/jpeg"), Gen.Byte.Array[1, 40], (t, b) => new MediaSource.Base64(t, Convert.ToBase64String(b)));

    private static readonly Gen<ContentPart> _media = Gen.OneOf(
        Gen.Select(_bytes, Gen.OneOf<string?>(null, "auto", "low", "high"), _extensions, (b, d, e) => (ContentPart)new ImagePart(b) { Detail = d, Extensions = e }),
        _word.Select(w => (ContentPart)new ImagePart(new MediaSource.Url($"https://example.com/{w}.png?a=\"b\""))),
        Gen.Select(_bytes, _word, (b, w) => (ContentPart)new DocumentPart(b with { MediaType = "application/pdf" }) { Title = w }),
        _word.Select(w => (ContentPart)new DocumentPart(new MediaSource.File($"file-{w}"))));

    private static readonly Gen<ToolCallPart> _call = Gen.Select(
        _word,
        _word,
        Gen.OneOf(_object.Select(o => (o, (string?)null)), Any("[1]", "{\"cut", "words").Select(b => (RawJson.EmptyObject, (string?)b))),
        (id, name, arguments) => new ToolCallPart("call_" + id, name, arguments.Item1) { BrokenArguments = arguments.Item2 });

    private static readonly Gen<EquatableArray<ToolCallPart>> _calls =
        _call.Array[0, 3].Select(calls => calls.DistinctBy(c => c.Id).ToEquatableArray());

    public WireProtocol Protocol => WireProtocol.OpenAIChat;

    public Gen<ChatRequest> Requests =>
        from model in _word
        from messages in Messages
        from tools in Tools
        from choice in Choice(tools)
        from parallel in Maybe(Gen.Bool)
        from sampling in Sampling
        from reasoning in Reasoning
        from format in Format
        from user in _maybeWord
        from stream in Gen.Bool
        from extensions in _extensions
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

    public Gen<ChatResponse> Answers =>
        from reasoning in _text.Array[0, 1]
        from text in _text.Array[0, 1]
        from refusal in _text.Array[0, 1]
        from calls in _calls
        from early in Any(FinishReason.Length, FinishReason.ContentFilter, FinishReason.Stop, FinishReason.Stop)
        from usage in Usage
        select new ChatResponse(
            [.. reasoning.Select(t => new ReasoningPart(t)), .. text.Select(t => new TextPart(t)), .. refusal.Select(t => new RefusalPart(t)), .. calls],
            early == FinishReason.Stop && !calls.IsEmpty ? FinishReason.ToolCalls : early,
            usage);

    private static Gen<EquatableArray<Message>> Messages =>
        from opening in Gen.OneOf(Spoken(Role.System, _textPart.Array[1, 3]), Spoken(Role.User, _textPart.Array[0, 1]))
        from turns in Turn.Array[0, 3]
        from last in Spoken(Role.User, Gen.OneOf(_textPart, _media).Array[1, 3])
        select turns.SelectMany(t => t).Prepend(opening).Append(last).ToEquatableArray();

    /// <summary>A turn of the model and, where it calls tools, their results.</summary>
    private static Gen<Message[]> Turn =>
        from text in _textPart.Array[0, 2]
        from refusal in _text.Array[0, 1]
        from calls in _calls
        from results in _textPart.Array[0, 2].Array[3]
        from name in _maybeWord
        from extensions in _extensions
        let spoken = new Message(Role.Assistant, [.. text, .. refusal.Select(t => new RefusalPart(t)), .. calls]) { Name = name, Extensions = extensions }
        select calls.IsEmpty
            ? new[] { spoken }
            : [spoken, new(Role.User, [.. calls.Select((c, at) => new ToolResultPart(c.Id, results[at].ToEquatableArray()))])];

    private static Gen<EquatableArray<Tool>> Tools =>
        from functions in Gen.Select(_word, _maybeWord, _object, Maybe(Gen.Bool), _extensions, (name, description, schema, strict, extensions) =>
            (Tool)new Tool.Function(name, description is null ? default(JsonText?) : description, schema) { Strict = strict, Extensions = extensions }).Array[0, 3]
        from own in _word.Array[0, 1]
        select functions.DistinctBy(f => ((Tool.Function)f).Name).Concat(own.Select(Custom)).ToEquatableArray();

    private static Gen<Sampling> Sampling =>
        from limit in Maybe(Gen.Int[1, 100_000])
        from temperature in Maybe(Gen.Double[0, 2])
        from nucleus in Maybe(Gen.Double[0, 1])
        from frequency in Maybe(Gen.Double[-2, 2])
        from presence in Maybe(Gen.Double[-2, 2])
        from seed in Maybe(Gen.Long)
        from stop in _text.Array[0, 4]
        select new Sampling
        {
            MaxTokens = limit,
            Temperature = temperature,
            TopP = nucleus,
            FrequencyPenalty = frequency,
            PresencePenalty = presence,
            Seed = seed,
            StopSequences = stop.ToEquatableArray(),
        };

    private static Gen<ReasoningSettings> Reasoning => Any(
        ReasoningSettings.Unspecified,
        new(ReasoningMode.Disabled, Effort: Effort.None),
        new(ReasoningMode.Enabled, Effort: Effort.Minimal),
        new(ReasoningMode.Enabled, Effort: Effort.High));

    private static Gen<OutputFormat?> Format => Gen.OneOf(
        Gen.Const((OutputFormat?)null),
        Gen.Const((OutputFormat?)new OutputFormat.JsonObject()),
        Gen.Select(_object, _word, _maybeWord, Maybe(Gen.Bool), (schema, name, description, strict) =>
            (OutputFormat?)new OutputFormat.JsonSchema(schema, name) { Description = description, Strict = strict }));

    private static Gen<TokenUsage?> Usage => Gen.OneOf(
        Gen.Const((TokenUsage?)null),
        Gen.Select(Gen.Int[1, 9000], Gen.Int[0, 9000], Gen.Int[0, 9000], Gen.Int[0, 9000], Gen.Int[0, 9000], (input, read, write, output, reasoning) =>
            (TokenUsage?)new TokenUsage(input, read, write, output, reasoning)));

    public void AssertWellFormed(IReadOnlyList<(string Event, string Data)> frames) => OpenAIChatStreamGrammar.Check(frames);

    private static Gen<Message> Spoken(Role role, Gen<ContentPart[]> parts) => Gen.Select(parts, _maybeWord, _extensions, (p, name, extensions) =>
        new Message(role, p.ToEquatableArray()) { Name = name, Extensions = extensions });

    private static Gen<ToolChoice?> Choice(EquatableArray<Tool> tools)
    {
        var name = tools.OfType<Tool.Function>().Select(f => f.Name).FirstOrDefault();
        return name is null
            ? Gen.Const((ToolChoice?)null)
            : Any<ToolChoice?>(null, new ToolChoice.Auto(), new ToolChoice.None(), new ToolChoice.Required(), new ToolChoice.Specific(name));
    }

    private static Tool Custom(string name)
    {
        using var document = JsonBody.Parse("{}"u8.ToArray());
        return new Tool.Function(name, null, FreeText.Schema(document, default))
        {
            Alias = new(ToolForm.FreeText, name),
            Extensions = new(WireProtocol.OpenAIChat, []),
        };
    }

    private static Gen<T> Any<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(at => values[at]);

    private static Gen<T?> Maybe<T>(Gen<T> gen)
        where T : struct => Gen.OneOf(Gen.Const((T?)null), gen.Select(v => (T?)v));
}
