using CsCheck;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.Tests.Laws;

namespace RouterMaestro.Protocols.Tests.OpenAI.Chat;

/// <summary>Generates the requests and responses that Chat Completions can carry.</summary>
public sealed class OpenAIChatSpeech : ICodecSpeech
{
    private static readonly Gen<Extensions> _extensions = OpenAIGens.ReadExtensions(WireProtocol.OpenAIChat);

    private static readonly Gen<ContentPart> _textPart = Gen.Select(OpenAIGens.Text, _extensions, (t, e) => (ContentPart)new TextPart(t) { Extensions = e });

    private static readonly Gen<ContentPart> _media = Gen.OneOf(
        Gen.Select(OpenAIGens.Bytes, Gen.OneOf<string?>(null, "auto", "low", "high"), _extensions, (b, d, e) => (ContentPart)new ImagePart(b) { Detail = d, Extensions = e }),
        OpenAIGens.Word.Select(w => (ContentPart)new ImagePart(new MediaSource.Url($"https://example.com/{w}.png?a=\"b\""))),
        Gen.Select(OpenAIGens.Bytes, OpenAIGens.Word, (b, w) => (ContentPart)new DocumentPart(b with { MediaType = "application/pdf" }) { Title = w }),
        OpenAIGens.Word.Select(w => (ContentPart)new DocumentPart(new MediaSource.File($"file-{w}"))));

    private static readonly Gen<EquatableArray<ToolCallPart>> _calls =
        OpenAIGens.Call.Array[0, 3].Select(calls => calls.DistinctBy(c => c.Id).ToEquatableArray());

    public WireProtocol Protocol => WireProtocol.OpenAIChat;

    public Gen<ChatRequest> Requests => OpenAIGens.Requests(Messages, Tools, Sampling, _extensions);

    public Gen<ChatResponse> Responses =>
        from reasoning in OpenAIGens.Text.Array[0, 1]
        from text in OpenAIGens.Text.Array[0, 1]
        from refusal in OpenAIGens.Text.Array[0, 1]
        from calls in _calls
        from early in OpenAIGens.Any(FinishReason.Length, FinishReason.ContentFilter, FinishReason.Stop, FinishReason.Stop)
        from usage in OpenAIGens.Usage(leastInput: 1)
        select new ChatResponse(
            [.. reasoning.Select(t => new ReasoningPart(t)), .. text.Select(t => new TextPart(t)), .. refusal.Select(t => new RefusalPart(t)), .. calls],
            early == FinishReason.Stop && !calls.IsEmpty ? FinishReason.ToolCalls : early,
            usage);

    private static Gen<EquatableArray<Message>> Messages =>
        from opening in Gen.OneOf(Spoken(Role.System, _textPart.Array[1, 3]), Spoken(Role.User, _textPart.Array[0, 1]))
        from turns in Turn.Array[0, 3]
        from last in Spoken(Role.User, Gen.OneOf(_textPart, _media).Array[1, 3])
        select turns.SelectMany(t => t).Prepend(opening).Append(last).ToEquatableArray();

    /// <summary>An assistant message and the results of its tool calls.</summary>
    private static Gen<Message[]> Turn =>
        from text in _textPart.Array[0, 2]
        from refusal in OpenAIGens.Text.Array[0, 1]
        from calls in _calls
        from results in _textPart.Array[0, 2].Array[3]
        from name in OpenAIGens.MaybeWord
        from extensions in _extensions
        let spoken = new Message(Role.Assistant, [.. text, .. refusal.Select(t => new RefusalPart(t)), .. calls]) { Name = name, Extensions = extensions }
        select calls.IsEmpty
            ? new[] { spoken }
            : [spoken, new(Role.User, [.. calls.Select((c, at) => new ToolResultPart(c.Id, results[at].ToEquatableArray()))])];

    private static Gen<EquatableArray<Tool>> Tools =>
        from functions in Gen.Select(OpenAIGens.Word, OpenAIGens.MaybeWord, OpenAIGens.Schema, OpenAIGens.Maybe(Gen.Bool), _extensions, (name, description, schema, strict, extensions) =>
            (Tool)new Tool.Function(name, description is null ? default(JsonText?) : description, schema) { Strict = strict, Extensions = extensions }).Array[0, 3]
        from own in OpenAIGens.Word.Array[0, 1]
        select functions.DistinctBy(f => ((Tool.Function)f).Name).Concat(own.Select(Custom)).ToEquatableArray();

    private static Gen<Sampling> Sampling =>
        from limit in OpenAIGens.Maybe(Gen.Int[1, 100_000])
        from temperature in OpenAIGens.Maybe(Gen.Double[0, 2])
        from nucleus in OpenAIGens.Maybe(Gen.Double[0, 1])
        from frequency in OpenAIGens.Maybe(Gen.Double[-2, 2])
        from presence in OpenAIGens.Maybe(Gen.Double[-2, 2])
        from seed in OpenAIGens.Maybe(Gen.Long)
        from stop in OpenAIGens.Text.Array[0, 4]
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

    public void AssertWellFormed(IReadOnlyList<(string Event, string Data)> frames) => OpenAIChatStreamGrammar.Check(frames);

    private static Gen<Message> Spoken(Role role, Gen<ContentPart[]> parts) => Gen.Select(parts, OpenAIGens.MaybeWord, _extensions, (p, name, extensions) =>
        new Message(role, p.ToEquatableArray()) { Name = name, Extensions = extensions });

    private static Tool Custom(string name)
    {
        using var document = JsonBody.Parse("{}"u8.ToArray());
        return new Tool.Function(name, null, FreeText.Schema(document, default))
        {
            Alias = new(ToolForm.FreeText, name),
            Extensions = new(WireProtocol.OpenAIChat, []),
        };
    }
}
