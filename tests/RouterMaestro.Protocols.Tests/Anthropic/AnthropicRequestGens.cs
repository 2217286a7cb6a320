using CsCheck;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Protocols.Tests.Anthropic;

/// <summary>Random requests in the shape that the Messages protocol gives them: instructions first, turns that alternate, results first in a turn.</summary>
internal static class AnthropicRequestGens
{
    private const int MaxTokens = 20_000;

    private static readonly Gen<TextPart> _text = Gen.Select(AnthropicGens.Words, AnthropicGens.Cache, AnthropicGens.ReadExtensions("citations"))
        .Select(t => new TextPart(t.Item1) { Cache = t.Item2, Extensions = t.Item3 });

    private static readonly Gen<MediaSource> _documentSource = Gen.OneOf<MediaSource>(
        SourceOf("application/pdf"),
        AnthropicGens.Text.Select(t => (MediaSource)new MediaSource.Text(t)),
        _text.Array[1, 2].Select(p => (MediaSource)new MediaSource.Blocks(p.Select(t => (ContentPart)t).ToEquatableArray())));

    private static readonly Gen<ContentPart> _media = Gen.OneOf<ContentPart>(
        Gen.Select(SourceOf("image/png"), AnthropicGens.Cache, (s, c) => (ContentPart)new ImagePart(s) { Cache = c }),
        Gen.Select(_documentSource, AnthropicGens.MaybeOf(AnthropicGens.Text), AnthropicGens.MaybeOf(AnthropicGens.Text), AnthropicGens.ReadExtensions("citations"))
            .Select(d => (ContentPart)new DocumentPart(d.Item1) { Title = d.Item2, Context = d.Item3, Extensions = d.Item4 }));

    private static readonly Gen<ContentPart> _said = Gen.OneOf<ContentPart>(_text.Select(t => (ContentPart)t), _media);

    private static readonly Gen<ContentPart> _answered = Gen.OneOf<ContentPart>(
        _text.Select(t => (ContentPart)t),
        AnthropicGens.Base64.Select(d => (ContentPart)new RedactedReasoningPart(d)),
        Gen.Select(AnthropicGens.Text, AnthropicGens.Words, (t, s) => (ContentPart)new ReasoningPart(t) { Signature = s }));

    private static readonly Gen<(string Name, RawJson Input, ContentPart[] Result, bool IsError)> _call =
        Gen.Select(AnthropicGens.Name, AnthropicGens.Object, _said.Array[0, 2], Gen.Bool);

    // any other schema is changed, as SchemaPropertyTests show
    private static readonly Gen<RawJson> _schema = AnthropicGens.Name.Select(n =>
        RawJson.Parse($$$"""{"type":"object","properties":{"{{{n}}}":{"type":"string"}},"required":["{{{n}}}"],"additionalProperties":false}"""));

    private static readonly Gen<Tool> _tool = Gen.OneOf<Tool>(
        Gen.Select(AnthropicGens.Name, AnthropicGens.MaybeOf(AnthropicGens.Text), AnthropicGens.Cache, AnthropicGens.Maybe(Gen.Bool), AnthropicGens.ReadExtensions("input_examples"))
            .Select(t => (Tool)new Tool.Function(t.Item1, t.Item2 is { } text ? (JsonText)text : default(JsonText?), RawJson.Parse("""{"type":"object","properties":{},"additionalProperties":false}"""))
            {
                Cache = t.Item3,
                Strict = t.Item4,
                Extensions = t.Item5,
            }),
        Gen.Select(AnthropicGens.Name, AnthropicGens.ReadExtensions("max_uses"), (n, e) => (Tool)new Tool.BuiltIn("web_search_20250305", n) { Extensions = e with { Protocol = WireProtocol.AnthropicMessages } }));

    private static readonly Gen<ReasoningSettings> _reasoning = Gen.OneOf(
        Gen.Const(ReasoningSettings.Unspecified),
        Gen.Const(new ReasoningSettings(ReasoningMode.Disabled)),
        AnthropicGens.OneOfConst<Effort?>(null, Effort.Low, Effort.Medium, Effort.High, Effort.ExtraHigh, Effort.Max).Select(e => new ReasoningSettings(ReasoningMode.Adaptive, null, e)),
        Gen.Select(Gen.Int[1024, MaxTokens * 4 / 5], AnthropicGens.OneOfConst<Effort?>(null, Effort.High), (b, e) => new ReasoningSettings(ReasoningMode.Enabled, b, e)));

    private static readonly Gen<Sampling> _sampling = Gen.Select(Gen.Double[0, 1], Gen.Int[0, 3], Gen.Int[1, 99], AnthropicGens.Words.Array[0, 2])
        .Select(s => new Sampling
        {
            MaxTokens = MaxTokens,
            Temperature = s.Item2 == 1 ? s.Item1 : null,
            TopP = s.Item2 == 2 ? s.Item1 : null,
            TopK = s.Item2 == 3 ? s.Item3 : null,
            StopSequences = s.Item4.ToEquatableArray(),
        });

    private static readonly Gen<EquatableArray<Message>> _messages = Gen.Select(
        _text.Array[0, 2],
        _said.Array[1, 3],
        Gen.Select(_answered.Array[1, 3], _call.Array[0, 2], _said.Array[1, 2]).Array[0, 3],
        Converse);

    private static readonly Gen<(ToolChoice? Choice, bool? Parallel)> _choice = AnthropicGens.OneOfConst<(ToolChoice?, bool?)>(
        (null, null), (new ToolChoice.Auto(), null), (new ToolChoice.Auto(), true), (new ToolChoice.Auto(), false), (new ToolChoice.None(), null),
        (new ToolChoice.Required(), null), (new ToolChoice.Specific("f"), false));

    /// <summary>Gets requests that survive being written and read.</summary>
    public static Gen<ChatRequest> Requests { get; } = Gen.Select(
        Gen.Select(_messages, _tool.Array[0, 3], _choice),
        Gen.Select(_sampling, _reasoning, AnthropicGens.MaybeOf(AnthropicGens.Text), Gen.Bool),
        Gen.Select(AnthropicGens.MaybeOf(_schema), AnthropicGens.ReadExtensions("context_management")),
        (talk, knobs, rest) => new ChatRequest("claude-x", talk.Item1)
        {
            Stream = knobs.Item4,
            Tools = talk.Item2.ToEquatableArray(),
            ToolChoice = ChoiceOf(talk.Item3.Choice, talk.Item2),
            ParallelToolCalls = talk.Item2.Length > 0 ? talk.Item3.Parallel : null,
            Sampling = SamplingFor(knobs.Item1, knobs.Item2),
            Reasoning = ReasoningFor(knobs.Item2, talk.Item1, talk.Item2.Length > 0 ? talk.Item3.Choice : null),
            User = knobs.Item3,
            OutputFormat = rest.Item1 is { } schema ? new OutputFormat.JsonSchema(schema) : null,
            Extensions = rest.Item2,
        });

    /// <summary>A tool that must be called is there.</summary>
    private static ToolChoice? ChoiceOf(ToolChoice? choice, Tool[] tools) => tools switch
    {
        [] => null,
        [Tool.Function first, ..] when choice is ToolChoice.Specific => new ToolChoice.Specific(first.Name),
        [Tool.BuiltIn { Name: { } first }, ..] when choice is ToolChoice.Specific => new ToolChoice.Specific(first),
        _ => choice,
    };

    /// <summary>What the provider refuses together, no request says together.</summary>
    private static Sampling SamplingFor(Sampling sampling, ReasoningSettings reasoning) =>
        reasoning.Mode is ReasoningMode.Enabled or ReasoningMode.Adaptive ? sampling with { Temperature = null, TopP = null, TopK = null } : sampling;

    private static ReasoningSettings ReasoningFor(ReasoningSettings reasoning, EquatableArray<Message> messages, ToolChoice? choice)
    {
        var continuesLoop = messages[^1].Parts[0] is ToolResultPart && messages[^2].Parts[0] is not (ReasoningPart or RedactedReasoningPart);
        return choice is ToolChoice.Required or ToolChoice.Specific || continuesLoop ? ReasoningSettings.Unspecified : reasoning;
    }

    private static EquatableArray<Message> Converse(
        TextPart[] system,
        ContentPart[] first,
        (ContentPart[] Said, (string Name, RawJson Input, ContentPart[] Result, bool IsError)[] Calls, ContentPart[] Next)[] rounds)
    {
        List<Message> messages = [];
        if (system.Length > 0)
        {
            messages.Add(new(Role.System, system.Select(t => (ContentPart)t).ToEquatableArray()));
        }

        messages.Add(new(Role.User, first.ToEquatableArray()));
        var calls = 0;
        foreach (var (said, traits, next) in rounds)
        {
            var ids = traits.Select(_ => $"toolu_{calls++}").ToList();
            messages.Add(new(Role.Assistant, [.. said, .. traits.Select((w, i) => new ToolCallPart(ids[i], w.Name, w.Input))]));
            messages.Add(new(Role.User, [.. traits.Select((w, i) => new ToolResultPart(ids[i], w.Result.ToEquatableArray(), w.IsError)), .. next]));
        }

        return messages.ToEquatableArray();
    }

    private static Gen<MediaSource> SourceOf(string type) => Gen.OneOf<MediaSource>(
        AnthropicGens.Base64.Select(d => (MediaSource)new MediaSource.Base64(type, d)),
        AnthropicGens.Words.Select(u => (MediaSource)new MediaSource.Url(u)),
        AnthropicGens.Name.Select(f => (MediaSource)new MediaSource.File($"file_{f}")));
}
