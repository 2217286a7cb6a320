using CsCheck;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.Tests.Laws;

namespace RouterMaestro.Protocols.Tests.OpenAI.Responses;

/// <summary>Random requests that survive being written and read.</summary>
internal static class ResponsesRequestGens
{
    private static readonly RawJson _freeTextSchema = MakeFreeTextSchema();

    private static readonly Gen<ContentPart> _textPart = Gen.Select(
        OpenAIGens.Text, ResponsesGens.Extensions, (t, e) => (ContentPart)new TextPart(t) { Extensions = e });

    private static readonly Gen<ContentPart> _media = Gen.OneOf(
        Gen.Select(OpenAIGens.Bytes, OpenAIGens.Any<string?>(null, "auto", "low", "high"), ResponsesGens.Extensions, (b, d, e) => (ContentPart)new ImagePart(b) { Detail = d, Extensions = e }),
        OpenAIGens.Word.Select(w => (ContentPart)new ImagePart(new MediaSource.Url($"https://example.com/{w}.png?a=\"b\""))),
        OpenAIGens.Word.Select(w => (ContentPart)new ImagePart(new MediaSource.File($"file-{w}"))),
        Gen.Select(OpenAIGens.Bytes, OpenAIGens.Word, (b, w) => (ContentPart)new DocumentPart(b with { MediaType = "application/pdf" }) { Title = w }),
        OpenAIGens.Word.Select(w => (ContentPart)new DocumentPart(new MediaSource.Url($"https://example.com/{w}.pdf"))),
        OpenAIGens.Word.Select(w => (ContentPart)new DocumentPart(new MediaSource.File($"file-{w}"))));

    /// <summary>Gets calls in every form: functions, functions of a namespace, free text, tool search.</summary>
    private static readonly Gen<ToolCallPart> _call = Gen.OneOf(
        OpenAIGens.Call,
        Gen.Select(OpenAIGens.Call, OpenAIGens.Word, (c, space) =>
            c with { Name = $"{space}__{c.Name}", Alias = new(ToolForm.Function, c.Name, space) }),
        Gen.Select(OpenAIGens.Call, OpenAIGens.Text, (c, text) =>
            new ToolCallPart(c.Id, FreeName(c.Name), FreeText.Wrap(text)) { Alias = new(ToolForm.FreeText, FreeName(c.Name)) }),
        Gen.Select(OpenAIGens.Word, OpenAIGens.Object, (id, arguments) =>
            new ToolCallPart(id, "tool_search", arguments) { Alias = new(ToolForm.Search, "tool_search") }));

    public static Gen<ChatRequest> Requests { get; } = OpenAIGens.Requests(Messages, Tools, Sampling, ResponsesGens.Extensions);

    private static Gen<EquatableArray<Message>> Messages =>
        from opening in Gen.OneOf(Spoken(Role.System, _textPart.Array[1, 3]), Spoken(Role.Developer, _textPart.Array[1, 2]), Spoken(Role.User, _textPart.Array[0, 1]))
        from turns in Turn.Array[0, 3]
        from last in Spoken(Role.User, Gen.OneOf(_textPart, _media).Array[1, 3])
        select turns.SelectMany(t => t).Prepend(opening).Append(last).ToEquatableArray();

    /// <summary>Gets a turn of the model and the results of its calls.</summary>
    private static Gen<Message[]> Turn =>
        from reasoning in ResponsesGens.Reasoning.Array[0, 1]
        from text in _textPart.Array[1, 2]
        from refusal in OpenAIGens.Text.Array[0, 1]
        from calls in _call.Array[0, 3].Select(c => c.DistinctBy(x => x.Id).ToArray())
        from results in Gen.OneOf(_textPart, _media).Array[0, 2].Array[3]
        let spoken = new Message(Role.Assistant, [.. reasoning, .. text, .. refusal.Select(t => new RefusalPart(t)), .. calls])
        select calls.Length == 0
            ? new[] { spoken }
            : [spoken, new(Role.User, [.. calls.Select((c, at) => Result(c, results[at]))])];

    private static Gen<EquatableArray<Tool>> Tools =>
        from functions in Gen.Select(OpenAIGens.Word, OpenAIGens.MaybeWord, OpenAIGens.Schema, Gen.Bool, ResponsesGens.Extensions, (name, description, schema, strict, extensions) =>
            (Tool)new Tool.Function(name, TextOf(description), schema) { Strict = strict, Extensions = extensions }).Array[0, 3]
        from spaced in Gen.Select(OpenAIGens.Word, OpenAIGens.Schema, (name, schema) =>
            (Tool)new Tool.Function($"space__{name}", null, schema) { Strict = false, Alias = new(ToolForm.Function, name, "space") }).Array[0, 2]
        from free in Gen.Select(OpenAIGens.Word, OpenAIGens.MaybeWord, (name, description) =>
            (Tool)new Tool.Function(FreeName(name), TextOf(description), _freeTextSchema) { Alias = new(ToolForm.FreeText, FreeName(name)) }).Array[0, 1]
        from own in OpenAIGens.Any("web_search", "mcp").Array[0, 1]
        select functions.Concat(Described(spaced)).Concat(free).DistinctBy(f => ((Tool.Function)f).Name).Concat(own.Select(BuiltIn)).ToEquatableArray();

    private static Gen<Sampling> Sampling =>
        from limit in OpenAIGens.Maybe(Gen.Int[16, 100_000])
        from temperature in OpenAIGens.Maybe(Gen.Double[0, 2])
        from nucleus in OpenAIGens.Maybe(Gen.Double[0, 1])
        select new Sampling { MaxTokens = limit, Temperature = temperature, TopP = nucleus };

    // no function is called like a tool that takes free text, or a call of one would be a call of the other
    private static string FreeName(string name) => $"free_{name}";

    private static RawJson MakeFreeTextSchema()
    {
        using var document = JsonBody.Parse("null"u8.ToArray());
        return FreeText.Schema(document, default);
    }

    private static JsonText? TextOf(string? text) => text is null ? default(JsonText?) : text;

    private static Gen<Message> Spoken(Role role, Gen<ContentPart[]> parts) => Gen.Select(parts, ResponsesGens.Extensions, (p, extensions) =>
        new Message(role, p.ToEquatableArray()) { Extensions = extensions });

    /// <summary>Gets the result of a search, which has no definitions here: they would be tools of the request too.</summary>
    private static ToolResultPart Result(ToolCallPart call, ContentPart[] content) =>
        new(call.Id, call.Alias?.Form == ToolForm.Search ? [new TextPart("[]")] : content.ToEquatableArray());

    /// <summary>Puts the description of a namespace on its first tool.</summary>
    private static IEnumerable<Tool> Described(Tool[] tools) => tools.DistinctBy(t => ((Tool.Function)t).Name).Select((t, at) => at > 0 ? t : t with
    {
        Extensions = new(WireProtocol.OpenAIResponses, [new("namespace_description", RawJson.Parse("\"about it\""))]),
    });

    private static Tool BuiltIn(string kind) => new Tool.BuiltIn(kind, null)
    {
        Extensions = new(WireProtocol.OpenAIResponses, [new("search_context_size", RawJson.Parse("\"low\""))]),
    };
}
