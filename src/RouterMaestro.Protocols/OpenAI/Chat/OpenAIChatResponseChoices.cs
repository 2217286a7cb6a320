using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Chat;

/// <summary>
/// Makes one answer out of a document's choices. Some servers spread it over several, text in one and tool calls in another: the
/// first with text and the first with calls make it up.
/// </summary>
/// <param name="json">The document.</param>
internal sealed class OpenAIChatResponseChoices(JsonBody json)
{
    private List<ContentPart> _text = [];
    private List<ContentPart> _calls = [];
    private readonly List<ExtensionField> _extras = [];
    private FinishReason? _finish;

    public EquatableArray<ContentPart> Parts => _text.Concat(_calls).ToEquatableArray();

    public Extensions Extensions => _extras.Count == 0 ? Extensions.None : new(WireProtocol.OpenAIChat, _extras.ToEquatableArray());

    public FinishReason Finish => OpenAIChatFinish.Resolve(_finish, _calls.Count > 0);

    /// <summary>Gets a value indicating whether there is neither content nor a reason for having none.</summary>
    public bool IsEmpty => _text.Count + _calls.Count == 0 && _finish is null;

    /// <summary>Gets a value indicating whether a choice says that it broke off.</summary>
    public bool IsBroken { get; private set; }

    public void Add(JsonElement choice)
    {
        if (choice.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        var finish = choice.Find("finish_reason"u8);
        var word = finish.ValueKind == JsonValueKind.String ? json.TextOf(finish) : JsonText.Empty;
        IsBroken |= OpenAIChatFinish.IsError(word.Escaped.Span) || choice.Find("error"u8).ValueKind == JsonValueKind.Object;
        var message = choice.Find("message"u8);
        var text = message.ValueKind == JsonValueKind.Object ? new OpenAIChatResponseText(json).Read(message) : [];
        var calls = message.ValueKind == JsonValueKind.Object ? ReadCalls(message) : [];
        var isFirst = _finish is null;
        if (_text.Count == 0 && text.Count > 0)
        {
            (_text, isFirst) = (text, true);
            _extras.AddRange(OpenAIChatResponseExtras.Collect(json, message));
        }

        if (_calls.Count == 0 && calls.Count > 0)
        {
            (_calls, isFirst) = (calls, true);
        }

        _finish = isFirst ? OpenAIChatFinish.Read(word.Escaped.Span) ?? _finish : _finish;
    }

    private List<ContentPart> ReadCalls(JsonElement message)
    {
        List<ContentPart> calls = [];
        foreach (var call in message.Find("tool_calls"u8).Elements())
        {
            var isCustom = call.Find("function"u8).ValueKind == JsonValueKind.Undefined;
            AddCall(call, call.Find(isCustom ? "custom"u8 : "function"u8), isCustom ? "input"u8 : "arguments"u8, calls);
        }

        var old = message.Find("function_call"u8);
        if (calls.Count == 0 && !TextOf(old.Find("name"u8)).IsEmpty)
        {
            AddCall(default, old, "arguments"u8, calls);
        }

        return calls;
    }

    private void AddCall(JsonElement call, JsonElement function, ReadOnlySpan<byte> arguments, List<ContentPart> calls)
    {
        if (function.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        var id = TextOf(call.Find("id"u8));
        var name = TextOf(function.Find("name"u8));
        var said = function.Find(arguments);
        var known = id.IsEmpty ? OpenAIChatCallIds.ForMissing(calls.Count) : id.ToString();
        calls.Add(said.ValueKind == JsonValueKind.Object
            ? new ToolCallPart(known, name.ToString(), json.RawOf(said))
            : JsonCalls.Make(known, name.ToString(), TextOf(said)));
    }

    private JsonText TextOf(JsonElement element) => element.ValueKind == JsonValueKind.String ? json.TextOf(element) : JsonText.Empty;
}
