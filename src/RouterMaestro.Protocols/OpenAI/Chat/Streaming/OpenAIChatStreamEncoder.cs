using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Chat.Errors;
using RouterMaestro.Protocols.OpenAI.Chat.Wire;

namespace RouterMaestro.Protocols.OpenAI.Chat.Streaming;

/// <summary>Writes chunks: a prebuilt start, the text as it came, a prebuilt end.</summary>
/// <param name="options">How the stream is to be written.</param>
internal sealed class OpenAIChatStreamEncoder(ResponseOptions options) : IStreamEncoder
{
    private readonly OpenAIChatFrames _frames = new(options.Identity);
    private readonly HashSet<string> _custom = OpenAIChatCustomTools.NamesOf(options.Tools);
    private readonly List<Part> _parts = [];
    private int _calls;
    private int _details;
    private bool _started;
    private bool _ended;

    public IBufferWriter<byte> Output { get; set; } = null!;

    public void Write(in ChatEventSpan slice)
    {
        if (_ended)
        {
            return;
        }

        switch (slice.Kind)
        {
            case ChatEventKind.PartDelta:
                WriteDelta(slice.Index, slice.Text);
                break;
            case ChatEventKind.Started:
                EnsureStarted();
                break;
            case ChatEventKind.PartStarted:
                Open(slice);
                break;
            case ChatEventKind.SignatureDelta when options.ShowReasoning && slice.Index < _parts.Count:
                _parts[slice.Index].Reasoning?.Sign(slice.Text);
                break;
            case ChatEventKind.PartEnded when slice.Index < _parts.Count:
                End(_parts[slice.Index]);
                break;
            case ChatEventKind.Completed:
                Complete(slice.AsCompleted);
                break;
            case ChatEventKind.Failed:
                _ended = true;
                Output.Write(OpenAIChatErrors.Write(RouterError.From(slice.AsFailed.Failure)).Frame.Span);
                break;
        }
    }

    private void WriteDelta(int index, ReadOnlySpan<byte> text)
    {
        if (index >= _parts.Count || text.IsEmpty || _parts[index] is not { Head: { } head } part)
        {
            return;
        }

        part.IsEmpty = false;
        if (part.Input is { } input)
        {
            // free text is known only when its wrapping is whole
            input.Write(text);
            return;
        }

        part.Reasoning?.Add(text);
        Output.Write(head, text, part.IsCall ? OpenAIChatFrames.ArgumentsEnd : OpenAIChatFrames.TextEnd);
    }

    private void Open(in ChatEventSpan slice)
    {
        EnsureStarted();
        if (slice.PartKind == PartKind.ToolCall)
        {
            var isCustom = _custom.Count > 0 && _custom.Contains(JsonText.CopyEscaped(slice.Name).ToString());
            Output.Write(_frames.CallStart(_calls, slice.CallId, slice.Name, isCustom));
            _parts.Add(new(_frames.Arguments(_calls++, isCustom), isCall: true) { Input = isCustom ? new() : null });
            return;
        }

        if (slice.PartKind == PartKind.RedactedReasoning && options.ShowReasoning)
        {
            var data = JsonText.CopyEscaped(slice.Text).ToString();
            WriteDetail((json, index) => OpenAIChatReasoningDetails.WriteRedacted(json, data, index));
        }

        var head = HeadOf(slice.PartKind);
        _parts.Add(new(head, isCall: false) { Reasoning = slice.PartKind == PartKind.Reasoning && head is not null ? new() : null });
    }

    private byte[]? HeadOf(PartKind kind) => kind switch
    {
        PartKind.Text => _frames.Text,
        PartKind.Refusal => _frames.Refusal,
        PartKind.Reasoning when options.ShowReasoning => _frames.Reasoning,
        _ => null,
    };

    /// <summary>A seal goes along with what it seals, so that a caller can send both back.</summary>
    private void WriteDetail(Action<Utf8JsonWriter, int> write)
    {
        Output.Write(_frames.Details);
        using (var json = new Utf8JsonWriter(Output, JsonWriting.Options))
        {
            write(json, _details++);
        }

        Output.Write(OpenAIChatFrames.DetailsEnd);
    }

    /// <summary>A call without arguments still needs an object for them.</summary>
    private void End(Part part)
    {
        if (part.Reasoning is { } reasoning && reasoning.End() is { } signature && ReasoningSignature.OriginOf(signature) is null)
        {
            WriteDetail((json, index) => OpenAIChatReasoningDetails.Write(json, reasoning.Text, ReasoningSignature.Signed(signature, options.Identity.Model), index));
        }

        if (part is { Input: { WrittenCount: > 0 } input })
        {
            var call = ToolCallPart.FromText("", "", JsonText.CopyEscaped(input.WrittenSpan).ToString());
            Output.Write(part.Head, FreeText.Unwrap(call).Escaped.Span, OpenAIChatFrames.ArgumentsEnd);
            input.ResetWrittenCount();
        }
        else if (part is { IsCall: true, IsEmpty: true, Input: null })
        {
            part.IsEmpty = false;
            Output.Write(part.Head, "{}"u8, OpenAIChatFrames.ArgumentsEnd);
        }
    }

    private void Complete(ChatEvent.Completed completed)
    {
        EnsureStarted();
        _parts.ForEach(End);
        _ended = true;
        Output.Write(_frames.Finish(OpenAIChatFinishReasons.Resolve(completed.Finish, _calls > 0)));
        if (options.IncludeUsage && completed.Usage is { } usage)
        {
            WriteUsage(usage);
        }

        Output.Write("data: [DONE]\n\n"u8);
    }

    private void WriteUsage(TokenUsage usage)
    {
        Output.Write(_frames.NoChoices);
        using var json = new Utf8JsonWriter(Output, JsonWriting.Options);
        OpenAIChatUsageWriter.Write(json, usage);
        json.Flush();
        Output.Write("}\n\n"u8);
    }

    private void EnsureStarted()
    {
        if (!_started)
        {
            _started = true;
            Output.Write(_frames.Role);
        }
    }

    private sealed class Part(byte[]? head, bool isCall)
    {
        /// <summary>Gets what begins the frames of the part; null when the part is not shown.</summary>
        public byte[]? Head { get; } = head;

        public bool IsCall { get; } = isCall;

        public OpenAIChatSignedReasoning? Reasoning { get; init; }

        /// <summary>Gets the arguments that hold the free text of a call; null for other parts.</summary>
        public ArrayBufferWriter<byte>? Input { get; init; }

        public bool IsEmpty { get; set; } = true;
    }
}

/// <summary>The pieces of one stream's frames that stay the same, built once.</summary>
internal sealed class OpenAIChatFrames
{
    private readonly byte[] _head;

    public OpenAIChatFrames(ResponseIdentity identity)
    {
        _head = Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $$"""data: {"id":"{{OpenAIChatIds.ResponsePrefix}}{{identity.Id}}","object":"chat.completion.chunk","created":{{identity.Created}},"model":{{Quote(identity.Model)}},"choices":["""));
        Text = Delta("\"content\":\"");
        Reasoning = Delta("\"reasoning_content\":\"");
        Refusal = Delta("\"refusal\":\"");
        Details = Delta("\"reasoning_details\":[");
        Role = [.. Delta("\"role\":\"assistant\""), .. "},\"finish_reason\":null}]}\n\n"u8];
    }

    /// <summary>Gets what ends a frame behind text.</summary>
    public static ReadOnlySpan<byte> TextEnd => "\"},\"finish_reason\":null}]}\n\n"u8;

    /// <summary>Gets what ends a frame behind a piece of a tool call's arguments.</summary>
    public static ReadOnlySpan<byte> ArgumentsEnd => "\"}}]},\"finish_reason\":null}]}\n\n"u8;

    /// <summary>Gets what ends a frame behind a detail of reasoning.</summary>
    public static ReadOnlySpan<byte> DetailsEnd => "]},\"finish_reason\":null}]}\n\n"u8;

    /// <summary>Gets the first frame, whole.</summary>
    public byte[] Role { get; }

    public byte[] Text { get; }

    public byte[] Reasoning { get; }

    public byte[] Refusal { get; }

    public byte[] Details { get; }

    /// <summary>Gets what begins a frame without choices, up to the usage's name.</summary>
    public byte[] NoChoices => [.. _head, .. "],"u8];

    /// <summary>Makes the start of the frames with a call's arguments.</summary>
    public byte[] Arguments(int call, bool isCustom) =>
        Delta(string.Create(CultureInfo.InvariantCulture, $$$"""
            "tool_calls":[{"index":{{{call}}},{{{(isCustom ? "\"custom\":{\"input" : "\"function\":{\"arguments")}}}":"
            """));

    /// <summary>Makes the frame in which a call starts.</summary>
    public byte[] CallStart(int call, ReadOnlySpan<byte> id, ReadOnlySpan<byte> name, bool isCustom) =>
    [
        .. Delta(string.Create(CultureInfo.InvariantCulture, $$"""
            "tool_calls":[{"index":{{call}},"id":"
            """)),
        .. id, .. isCustom ? "\",\"type\":\"custom\",\"custom\":{\"name\":\""u8 : "\",\"type\":\"function\",\"function\":{\"name\":\""u8,
        .. name, .. isCustom ? "\",\"input\":\""u8 : "\",\"arguments\":\""u8, .. ArgumentsEnd,
    ];

    /// <summary>Makes the last frame of the answer.</summary>
    public byte[] Finish(FinishReason finish) =>
        [.. Delta(""), .. "},\"finish_reason\":\""u8, .. OpenAIChatFinishReasons.Write(finish), .. "\"}]}\n\n"u8];

    private byte[] Delta(string members) => [.. _head, .. "{\"index\":0,\"delta\":{"u8, .. Encoding.UTF8.GetBytes(members)];

    private static string Quote(string text) => Encoding.UTF8.GetString(JsonText.FromString(text).Quoted.Span);
}

/// <summary>A thought on its way to a caller, kept until its seal is known.</summary>
internal sealed class OpenAIChatSignedReasoning
{
    private readonly ArrayBufferWriter<byte> _text = new();
    private StringBuilder? _signature;

    public JsonText Text => JsonText.CopyEscaped(_text.WrittenSpan);

    public void Add(ReadOnlySpan<byte> text) => _text.Write(text);

    public void Sign(ReadOnlySpan<byte> piece) => (_signature ??= new()).Append(JsonText.CopyEscaped(piece).ToString());

    /// <summary>Takes the seal, once.</summary>
    public string? End()
    {
        var signature = _signature?.ToString();
        _signature = null;
        return signature;
    }
}
