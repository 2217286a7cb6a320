using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Errors;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Chat.Errors;
using RouterMaestro.Protocols.OpenAI.Chat.Wire;
using RouterMaestro.Protocols.OpenAI.Shared;
using RouterMaestro.Protocols.Streaming;

namespace RouterMaestro.Protocols.OpenAI.Chat.Responses;

/// <summary>Reads responses that are not streamed. A body with a success status may still be an error or invalid.</summary>
internal static class OpenAIChatResponseReader
{
    private static readonly JsonReaderOptions _options = new() { MaxDepth = JsonBody.MaxDepth };

    /// <summary>Reads a response.</summary>
    /// <returns>The response, or the failure.</returns>
    public static ResponseReading Read(ReadOnlyMemory<byte> body)
    {
        // invalid UTF-8 would fail later, when a text is read, so it is replaced first
        if (!Utf8.IsValid(body.Span))
        {
            body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body.Span));
        }

        try
        {
            using var json = JsonBody.Parse(body);
            return json.Root.ValueKind == JsonValueKind.Object
                ? Read(json, body.Span)
                : new(UpstreamText.OfUnreadable(body.Span));
        }
        catch (JsonException)
        {
            return new(UpstreamText.OfUnreadable(body.Span));
        }
    }

    private static ResponseReading Read(JsonBody json, ReadOnlySpan<byte> body)
    {
        var root = json.Root;
        var choices = root.Find("choices"u8);
        var hasChoices = choices.ValueKind == JsonValueKind.Array && choices.GetArrayLength() > 0;
        if (IsError(json) || (!hasChoices && OpenAIErrorDocument.Read(body) is not null))
        {
            return new(OpenAIChatErrors.ReadInside(body));
        }

        // servers in Go write an empty list as null
        if (choices.ValueKind == JsonValueKind.Undefined && !root.TryGetProperty("choices"u8, out _))
        {
            return new(UpstreamText.OfUnreadable(body));
        }

        var response = new OpenAIChatResponseChoices(json);
        foreach (var choice in choices.Elements())
        {
            response.Add(choice);
        }

        response.FindCallsInText();
        return response switch
        {
            { IsBroken: true } => new(OpenAIChatErrors.ReadInside(body)),
            { IsEmpty: true } => new(new UpstreamFailure(FailureKind.Empty, "The provider's answer holds nothing.")) { Usage = ReadUsage(json.Root) },
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
        || FindText(json, "object"u8) == "error"
        || BaseResponse.Read(json) is not null;

    private static TokenUsage? ReadUsage(JsonElement root)
    {
        if (root.Find("usage"u8) is not { ValueKind: JsonValueKind.Object } usage)
        {
            return null;
        }

        var reader = new Utf8JsonReader(JsonMarshal.GetRawUtf8Value(usage), _options);
        reader.Read();
        var tier = root.Find("service_tier"u8) is { ValueKind: JsonValueKind.String } given ? ServiceTiers.FromQuoted(JsonMarshal.GetRawUtf8Value(given)) : null;
        return OpenAIChatUsage.Read(ref reader, tier) is { IsNothing: false } read ? read : null;
    }

    private static string? FindText(JsonBody json, ReadOnlySpan<byte> name) =>
        json.FindText(json.Root, name) is { IsEmpty: false } text ? text.ToString() : null;
}

/// <summary>
/// Merges the choices of a document into one response: the first choice with text and the choices with tool calls. GitHub Copilot
/// returns the text and each tool call of Claude models in separate choices (HKUDS/nanobot#1555); test
/// Text_and_calls_of_several_choices_are_one_response.
/// </summary>
/// <param name="json">The document.</param>
internal sealed class OpenAIChatResponseChoices(JsonBody json)
{
    private List<ContentPart> _text = [];
    private List<ContentPart> _calls = [];
    private readonly List<ExtensionField> _extensions = [];
    private FinishReason? _finish;

    public EquatableArray<ContentPart> Parts => _text.Concat(_calls).ToEquatableArray();

    public Extensions Extensions => _extensions.Count == 0 ? Extensions.None : new(WireProtocol.OpenAIChat, _extensions.ToEquatableArray());

    public FinishReason Finish => OpenAIChatFinishReasons.Resolve(_finish, _calls.Count > 0);

    /// <summary>Gets a value indicating whether there is neither content nor a finish reason.</summary>
    public bool IsEmpty => _text.Count + _calls.Count == 0 && _finish is null;

    /// <summary>Gets a value indicating whether a choice ended with an error.</summary>
    public bool IsBroken { get; private set; }

    public void Add(JsonElement choice)
    {
        if (choice.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        var finish = choice.Find("finish_reason"u8);
        var reason = finish.ValueKind == JsonValueKind.String ? json.TextOf(finish) : JsonText.Empty;
        IsBroken |= OpenAIChatFinishReasons.IsError(reason.Escaped.Span) || choice.Find("error"u8).ValueKind == JsonValueKind.Object;
        var message = choice.Find("message"u8);
        var text = message.ValueKind == JsonValueKind.Object ? new OpenAIChatTextReader(json).Read(message) : [];
        var calls = message.ValueKind == JsonValueKind.Object ? ReadCalls(message) : [];
        var isFirst = _finish is null;
        if (_text.Count == 0 && text.Count > 0)
        {
            (_text, isFirst) = (text, true);
            _extensions.AddRange(OpenAIChatMessageExtensions.Collect(json, message));
        }

        if (calls.Count > 0 && (_calls.Count == 0 || text.Count == 0))
        {
            // a later choice with text too is a response of its own
            (_calls, isFirst) = ([.. _calls, .. calls], true);
        }

        _finish = isFirst ? OpenAIChatFinishReasons.Read(reason.Escaped.Span) ?? _finish : _finish;
    }

    /// <summary>Makes calls of the text between tags if the provider says that there are calls, but sends none.</summary>
    public void FindCallsInText()
    {
        if (_calls.Count > 0 || _finish != FinishReason.ToolCalls)
        {
            return;
        }

        for (var i = 0; i < _text.Count; i++)
        {
            if (_text[i] is TextPart part && OpenAIChatTaggedCalls.Find(part.Text.ToString(), out var rest) is { Count: > 0 } found)
            {
                _text[i] = new TextPart(rest);
                _calls.AddRange(found.Select(static call => JsonCalls.Make("", call.Name, call.Arguments)));
            }
        }

        _text.RemoveAll(static part => part is TextPart { Text.IsEmpty: true });
    }

    private List<ContentPart> ReadCalls(JsonElement message)
    {
        List<ContentPart> calls = [];
        foreach (var call in message.Find("tool_calls"u8).Elements())
        {
            var isCustom = call.Find("function"u8).ValueKind == JsonValueKind.Undefined;
            AddCall(call, call.Find(isCustom ? "custom"u8 : "function"u8), isCustom ? "input"u8 : "arguments"u8, calls);
        }

        var legacy = message.Find("function_call"u8);
        if (calls.Count == 0 && !GetText(legacy.Find("name"u8)).IsEmpty)
        {
            AddCall(default, legacy, "arguments"u8, calls);
        }

        return calls;
    }

    private void AddCall(JsonElement call, JsonElement function, ReadOnlySpan<byte> arguments, List<ContentPart> calls)
    {
        if (function.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        var id = GetText(call.Find("id"u8));
        var name = GetText(function.Find("name"u8));
        var argumentsValue = function.Find(arguments);
        var callId = id.ToString();
        if (call.ValueKind == JsonValueKind.Object && OpenAIChatCallSignatures.Read(json, call) is { } signature)
        {
            calls.Add(signature);
        }

        calls.Add(argumentsValue.ValueKind == JsonValueKind.Object
            ? new ToolCallPart(callId, name.ToString(), json.RawOf(argumentsValue))
            : JsonCalls.Make(callId, name.ToString(), GetText(argumentsValue)));
    }

    private JsonText GetText(JsonElement element) => element.ValueKind == JsonValueKind.String ? json.TextOf(element) : JsonText.Empty;
}

/// <summary>Reads the reasoning, text and refusal of a response message, in this order, which is that of generation.</summary>
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

        Add(parts, GetText(content), static text => new TextPart(text));
        if (parts.Count == 0 && message.Find("audio"u8) is { ValueKind: JsonValueKind.Object } audio)
        {
            // of spoken output only the transcript has a place in the canonical model
            Add(parts, GetText(audio.Find("transcript"u8)), static text => new TextPart(text));
        }

        Add(parts, GetText(message.Find("refusal"u8)), static text => new RefusalPart(text));
        return parts;
    }

    private ReasoningPart? ReadReasoning(JsonElement message)
    {
        var details = message.Find("reasoning_details"u8);
        var shape = OpenAIChatReasoningDetails.HasSignature(details) ? OpenAIChatReasoningDetails.Merge(details) : null;
        foreach (var name in (ReadOnlySpan<string>)OpenAIChatReasoningShapes.Members)
        {
            if (message.TryGetProperty(name, out var member) && GetText(Inner(member)) is { IsEmpty: false } text)
            {
                return new(text) { Signature = OpenAIChatReasoningShapes.ToSignature(shape ?? WithProof(name, message)) };
            }
        }

        if (shape is null && WithProof(OpenAIChatReasoningShapes.Default, message) is var proof && proof != OpenAIChatReasoningShapes.Default)
        {
            return new(JsonText.Empty) { Signature = OpenAIChatReasoningShapes.ToSignature(proof) };
        }

        var detailText = ReadDetails(details);
        return detailText.IsEmpty && shape is null ? null : new(detailText) { Signature = OpenAIChatReasoningShapes.ToSignature(shape ?? OpenAIChatReasoningDetails.Merge(details)) };
    }

    // GitHub Copilot: "thinking" may be an object with a text (wire facts 5.7)
    private static JsonElement Inner(JsonElement member) =>
        member.ValueKind != JsonValueKind.Object ? member
        : member.Find("text"u8) is { ValueKind: JsonValueKind.String } text ? text
        : member.Find("content"u8);

    private string WithProof(string shape, JsonElement message)
    {
        foreach (var name in OpenAIChatReasoningShapes.Proofs)
        {
            if (message.TryGetProperty(name, out var member) && GetText(member) is { IsEmpty: false } proof)
            {
                return OpenAIChatReasoningShapes.WithProof(shape, name, proof.ToString());
            }
        }

        return shape;
    }

    /// <summary>
    /// Reads the text of <c>reasoning_details</c>. Snowflake Cortex (claude-sonnet-4-6) sends reasoning only there; recordings
    /// test_snowflake_thinking and test_snowflake_thinking_streaming.
    /// </summary>
    private JsonText ReadDetails(JsonElement details)
    {
        List<JsonText> texts = [];
        foreach (var detail in details.Elements())
        {
            if (detail.ValueKind == JsonValueKind.Object)
            {
                texts.Add(GetText(detail.Find("text"u8)));
                texts.Add(GetText(detail.Find("summary"u8)));
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
                AppendText(parts, GetText(block));
                continue;
            }

            ReadReasoning(block.Find("thinking"u8), OpenAIChatReasoningShapes.Blocks, parts);
            ReadReasoning(block.Find("summary"u8), OpenAIChatReasoningShapes.Default, parts);
            AppendText(parts, GetText(block.Find("text"u8)));
            Add(parts, GetText(block.Find("refusal"u8)), static text => new RefusalPart(text));
        }
    }

    private void ReadReasoning(JsonElement thinking, string shape, List<ContentPart> parts)
    {
        AppendReasoning(parts, GetText(thinking), shape);
        foreach (var piece in thinking.Elements())
        {
            var text = piece.ValueKind == JsonValueKind.Object ? piece.Find("text"u8) : piece;
            AppendReasoning(parts, GetText(text), shape);
        }
    }

    /// <summary>Adds text to the last part if that is text too, so that the parts are the same as in a stream.</summary>
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
            Add(parts, text, text => new ReasoningPart(text) { Signature = OpenAIChatReasoningShapes.ToSignature(shape) });
        }
    }

    private static void Add(List<ContentPart> parts, JsonText text, Func<JsonText, ContentPart> make)
    {
        if (!text.IsEmpty)
        {
            parts.Add(make(text));
        }
    }

    private JsonText GetText(JsonElement element) => element.ValueKind == JsonValueKind.String ? json.TextOf(element) : JsonText.Empty;
}
