using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Chat.Errors;
using RouterMaestro.Protocols.OpenAI.Chat.Wire;
using RouterMaestro.Protocols.OpenAI.Shared;

namespace RouterMaestro.Protocols.OpenAI.Chat.Responses;

/// <summary>Reads whole answers that came with a success status, which does not always mean that they are one.</summary>
internal static class OpenAIChatResponseReader
{
    private static readonly JsonReaderOptions _options = new() { MaxDepth = JsonBody.MaxDepth };

    public static ResponseReading Read(ReadOnlyMemory<byte> body)
    {
        if (!Utf8.IsValid(body.Span))
        {
            body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body.Span));
        }

        try
        {
            using var json = JsonBody.Parse(body);
            return json.Root.ValueKind == JsonValueKind.Object
                ? Read(json, body.Span)
                : new(new UpstreamFailure(FailureKind.Malformed, "The provider's answer is not a JSON object."));
        }
        catch (JsonException)
        {
            return new(NotJson(body.Span));
        }
    }

    private static UpstreamFailure NotJson(ReadOnlySpan<byte> body) => body.TrimStart(" \t\r\n"u8) switch
    {
        [] => new(FailureKind.Empty, "The provider's answer is empty."),
        [(byte)'{' or (byte)'[', ..] => new(FailureKind.Malformed, "The provider's answer is not valid JSON."),
        var text => new(FailureKind.Malformed, UpstreamText.Describe(200, text)),
    };

    private static ResponseReading Read(JsonBody json, ReadOnlySpan<byte> body)
    {
        var root = json.Root;
        var choices = root.Find("choices"u8);
        var hasChoices = choices.ValueKind == JsonValueKind.Array && choices.GetArrayLength() > 0;
        if (IsError(json) || (!hasChoices && OpenAIErrorDocument.Read(body) is not null))
        {
            return new(OpenAIChatErrors.ReadInside(body));
        }

        if (choices.ValueKind == JsonValueKind.Undefined)
        {
            return new(new UpstreamFailure(FailureKind.Malformed, "The provider's answer is JSON, but no chat completion."));
        }

        var response = new OpenAIChatResponseChoices(json);
        foreach (var choice in choices.Elements())
        {
            response.Add(choice);
        }

        return response switch
        {
            { IsBroken: true } => new(OpenAIChatErrors.ReadInside(body)),
            { IsEmpty: true } => new(new UpstreamFailure(FailureKind.Empty, "The provider's answer holds nothing.")),
            _ => new(Build(json, response)),
        };
    }

    private static ChatResponse Build(JsonBody json, OpenAIChatResponseChoices response) => new(response.Parts, response.Finish, ReadUsage(json.Root))
    {
        Extensions = response.Extensions,
        Id = FindText(json, "id"u8),
        Model = FindText(json, "model"u8),
        Created = json.Root.Find("created"u8) is { ValueKind: JsonValueKind.Number } created && created.TryGetInt64(out var seconds) ? seconds : null,
    };

    private static bool IsError(JsonBody json) =>
        json.Root.Find("error"u8).ValueKind == JsonValueKind.Object
        || FindText(json, "error"u8) is not null
        || FindText(json, "object"u8) == "error";

    private static TokenUsage? ReadUsage(JsonElement root)
    {
        if (root.Find("usage"u8) is not { ValueKind: JsonValueKind.Object } usage)
        {
            return null;
        }

        var reader = new Utf8JsonReader(JsonMarshal.GetRawUtf8Value(usage), _options);
        reader.Read();
        return OpenAIChatUsage.Read(ref reader) is { } read && read != TokenUsage.Zero ? read : null;
    }

    private static string? FindText(JsonBody json, ReadOnlySpan<byte> name) =>
        json.FindText(json.Root, name) is { IsEmpty: false } text ? text.ToString() : null;
}

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

    public FinishReason Finish => OpenAIChatFinishReasons.Resolve(_finish, _calls.Count > 0);

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
        IsBroken |= OpenAIChatFinishReasons.IsError(word.Escaped.Span) || choice.Find("error"u8).ValueKind == JsonValueKind.Object;
        var message = choice.Find("message"u8);
        var text = message.ValueKind == JsonValueKind.Object ? new OpenAIChatTextReader(json).Read(message) : [];
        var calls = message.ValueKind == JsonValueKind.Object ? ReadCalls(message) : [];
        var isFirst = _finish is null;
        if (_text.Count == 0 && text.Count > 0)
        {
            (_text, isFirst) = (text, true);
            _extras.AddRange(OpenAIChatMessageExtensions.Collect(json, message));
        }

        if (_calls.Count == 0 && calls.Count > 0)
        {
            (_calls, isFirst) = (calls, true);
        }

        _finish = isFirst ? OpenAIChatFinishReasons.Read(word.Escaped.Span) ?? _finish : _finish;
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
        var known = id.IsEmpty ? OpenAIChatIds.ForMissing(calls.Count) : id.ToString();
        calls.Add(said.ValueKind == JsonValueKind.Object
            ? new ToolCallPart(known, name.ToString(), json.RawOf(said))
            : JsonCalls.Make(known, name.ToString(), TextOf(said)));
    }

    private JsonText TextOf(JsonElement element) => element.ValueKind == JsonValueKind.String ? json.TextOf(element) : JsonText.Empty;
}

/// <summary>Reads what an answer's message says in words: reasoning first, as it was thought first.</summary>
/// <param name="json">The document.</param>
internal readonly struct OpenAIChatTextReader(JsonBody json)
{
    public List<ContentPart> Read(JsonElement message)
    {
        List<ContentPart> parts = [];
        if (ReadReasoning(message) is { } reasoning)
        {
            parts.Add(reasoning);
        }

        var content = message.Find("content"u8);
        if (content.ValueKind == JsonValueKind.Array)
        {
            ReadBlocks(content, parts);
        }

        Add(parts, TextOf(content), static text => new TextPart(text));
        if (parts.Count == 0 && message.Find("audio"u8) is { ValueKind: JsonValueKind.Object } audio)
        {
            // of a spoken answer the words are kept
            Add(parts, TextOf(audio.Find("transcript"u8)), static text => new TextPart(text));
        }

        Add(parts, TextOf(message.Find("refusal"u8)), static text => new RefusalPart(text));
        return parts;
    }

    private ReasoningPart? ReadReasoning(JsonElement message)
    {
        var details = message.Find("reasoning_details"u8);
        var shape = OpenAIChatReasoningDetails.AreSigned(details) ? OpenAIChatReasoningDetails.Merge(details) : null;
        foreach (var name in (ReadOnlySpan<string>)[OpenAIChatReasoningShapes.Usual, "reasoning", "reasoning_text"])
        {
            if (message.TryGetProperty(name, out var member) && TextOf(member) is { IsEmpty: false } text)
            {
                return new(text) { Signature = OpenAIChatReasoningShapes.SignatureOf(shape ?? name) };
            }
        }

        var told = ReadDetails(details);
        return told.IsEmpty && shape is null ? null : new(told) { Signature = OpenAIChatReasoningShapes.SignatureOf(shape ?? OpenAIChatReasoningDetails.Merge(details)) };
    }

    /// <summary>Some servers show reasoning in the form that they want back, and in no other.</summary>
    private JsonText ReadDetails(JsonElement details)
    {
        List<JsonText> texts = [];
        foreach (var detail in details.Elements())
        {
            if (detail.ValueKind == JsonValueKind.Object)
            {
                texts.Add(TextOf(detail.Find("text"u8)));
                texts.Add(TextOf(detail.Find("summary"u8)));
            }
        }

        return texts.Count == 0 ? JsonText.Empty : JsonTexts.Concat([.. texts]);
    }

    private void ReadBlocks(JsonElement blocks, List<ContentPart> parts)
    {
        foreach (var block in blocks.EnumerateArray())
        {
            if (block.ValueKind != JsonValueKind.Object)
            {
                AppendText(parts, TextOf(block));
                continue;
            }

            ReadReasoning(block.Find("thinking"u8), OpenAIChatReasoningShapes.Blocks, parts);
            ReadReasoning(block.Find("summary"u8), OpenAIChatReasoningShapes.Usual, parts);
            AppendText(parts, TextOf(block.Find("text"u8)));
            Add(parts, TextOf(block.Find("refusal"u8)), static text => new RefusalPart(text));
        }
    }

    private void ReadReasoning(JsonElement thinking, string shape, List<ContentPart> parts)
    {
        AppendReasoning(parts, TextOf(thinking), shape);
        foreach (var piece in thinking.Elements())
        {
            var text = piece.ValueKind == JsonValueKind.Object ? piece.Find("text"u8) : piece;
            AppendReasoning(parts, TextOf(text), shape);
        }
    }

    /// <summary>Blocks of one kind that follow one another are one text, as they would be in a stream.</summary>
    private static void AppendText(List<ContentPart> parts, JsonText text)
    {
        if (!text.IsEmpty && parts.LastOrDefault() is TextPart last)
        {
            parts[^1] = new TextPart(JsonTexts.Concat(last.Text, text));
        }
        else
        {
            Add(parts, text, static text => new TextPart(text));
        }
    }

    private static void AppendReasoning(List<ContentPart> parts, JsonText text, string shape)
    {
        if (!text.IsEmpty && parts.LastOrDefault() is ReasoningPart last)
        {
            parts[^1] = last with { Text = JsonTexts.Concat(last.Text, text) };
        }
        else
        {
            Add(parts, text, text => new ReasoningPart(text) { Signature = OpenAIChatReasoningShapes.SignatureOf(shape) });
        }
    }

    private static void Add(List<ContentPart> parts, JsonText text, Func<JsonText, ContentPart> make)
    {
        if (!text.IsEmpty)
        {
            parts.Add(make(text));
        }
    }

    private JsonText TextOf(JsonElement element) => element.ValueKind == JsonValueKind.String ? json.TextOf(element) : JsonText.Empty;
}
