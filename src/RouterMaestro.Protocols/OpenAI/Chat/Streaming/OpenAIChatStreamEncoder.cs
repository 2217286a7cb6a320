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
using RouterMaestro.Protocols.Signatures;
using RouterMaestro.Protocols.Streaming;

namespace RouterMaestro.Protocols.OpenAI.Chat.Streaming;

/// <summary>Writes chunks. A chunk of text is a prebuilt start, the escaped text of the event, and a prebuilt end, so that no JSON is built per delta.</summary>
/// <param name="options">The options of the stream.</param>
internal sealed class OpenAIChatStreamEncoder(ResponseOptions options) : StreamEncoder
{
    private readonly OpenAIChatFrames _frames = new(options.Identity);
    private readonly HashSet<string> _custom = OpenAIChatCustomTools.GetNames(options.Tools);
    private readonly List<Part> _parts = [];
    private int _calls;
    private int _details;
    private string? _signature;

    public override IBufferWriter<byte> Output { get; set; } = null!;

    protected override void Start(TokenUsage? usage) => Output.Write(_frames.Role);

    protected override void Open(in ChatEventSpan start)
    {
        if (start.PartKind == PartKind.ToolCall)
        {
            var isCustom = _custom.Count > 0 && _custom.Contains(JsonText.CopyEscaped(start.Name).ToString());
            Output.Write(_frames.CallStart(_calls, start.CallId, start.Name, isCustom, _signature));
            _signature = null;
            _parts.Add(new(_frames.Arguments(_calls++, isCustom), isCall: true) { Input = isCustom ? new() : null });
            return;
        }

        if (start.PartKind == PartKind.RedactedReasoning && options.ShowReasoning)
        {
            var data = JsonText.CopyEscaped(start.Text).ToString();
            WriteDetail((json, index) => OpenAIChatReasoningDetails.WriteRedacted(json, data, index));
        }

        var head = GetHead(start.PartKind);
        _parts.Add(new(head, isCall: false) { Reasoning = start.PartKind == PartKind.Reasoning && head is not null ? new() : null });
    }

    protected override void Continue(in ChatEventSpan delta)
    {
        if (delta.Index >= _parts.Count || _parts[delta.Index] is not { Head: { } head } part)
        {
            return;
        }

        part.IsEmpty = false;
        if (part.Input is { } input)
        {
            // the free text is inside a JSON object and can be unwrapped only when that is complete
            input.Write(delta.Text);
            return;
        }

        part.Reasoning?.Add(delta.Text);
        Output.Write(head, delta.Text, part.IsCall ? OpenAIChatFrames.ArgumentsEnd : OpenAIChatFrames.TextEnd);
    }

    protected override void Sign(in ChatEventSpan delta)
    {
        if (CallSignature.IsOne(delta.Text))
        {
            _signature = CallSignature.MembersIn(JsonText.CopyEscaped(delta.Text).ToString());
        }
        else if (options.ShowReasoning && delta.Index < _parts.Count)
        {
            _parts[delta.Index].Reasoning?.AddSignature(delta.Text);
        }
    }

    protected override void End(int index)
    {
        if (index < _parts.Count)
        {
            End(_parts[index]);
        }
    }

    protected override void EndAll(ChatEvent.Completed completed) => _parts.ForEach(End);

    protected override void Complete(ChatEvent.Completed completed)
    {
        Output.Write(_frames.Finish(OpenAIChatFinishReasons.Resolve(completed.Finish, _calls > 0)));
        if (options.IncludeUsage && completed.Usage is { } usage)
        {
            WriteUsage(usage);
        }

        Output.Write("data: [DONE]\n\n"u8);
    }

    protected override void Fail(UpstreamFailure failure) => Output.Write(OpenAIChatErrors.Write(options.Identity.ErrorOf(failure)).Frame.Span);

    private byte[]? GetHead(PartKind kind) => kind switch
    {
        PartKind.Text => _frames.Text,
        PartKind.Refusal => _frames.Refusal,
        PartKind.Reasoning when options.ShowReasoning => _frames.Reasoning,
        _ => null,
    };

    /// <summary>Writes one <c>reasoning_details</c> element, so that a caller can return the reasoning with its signature.</summary>
    private void WriteDetail(Action<Utf8JsonWriter, int> write)
    {
        Output.Write(_frames.Details);
        using (var json = new Utf8JsonWriter(Output, JsonWriting.Options))
        {
            write(json, _details++);
        }

        Output.Write(OpenAIChatFrames.DetailsEnd);
    }

    /// <summary>Ends a part: writes the signature of reasoning, the free text of a custom call, or <c>{}</c> for a call without arguments.</summary>
    private void End(Part part)
    {
        // a signature with an origin is the gateway's own and is meant for callers of other protocols
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

    private void WriteUsage(TokenUsage usage)
    {
        Output.Write(_frames.NoChoices);
        using var json = new Utf8JsonWriter(Output, JsonWriting.Options);
        OpenAIChatUsageWriter.Write(json, usage);
        json.Flush();
        Output.Write("}\n\n"u8);
    }

    private sealed class Part(byte[]? head, bool isCall)
    {
        /// <summary>Gets the start of the frames of the part; null if the part is not written.</summary>
        public byte[]? Head { get; } = head;

        public bool IsCall { get; } = isCall;

        public OpenAIChatSignedReasoning? Reasoning { get; init; }

        /// <summary>Gets the buffered arguments of a custom call; null for other parts.</summary>
        public ArrayBufferWriter<byte>? Input { get; init; }

        public bool IsEmpty { get; set; } = true;
    }
}

/// <summary>The constant parts of a stream's frames, built once.</summary>
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

    /// <summary>Gets the end of a frame with text.</summary>
    public static ReadOnlySpan<byte> TextEnd => "\"},\"finish_reason\":null}]}\n\n"u8;

    /// <summary>Gets the end of a frame with arguments of a tool call.</summary>
    public static ReadOnlySpan<byte> ArgumentsEnd => "\"}}]},\"finish_reason\":null}]}\n\n"u8;

    /// <summary>Gets the end of a frame with a detail of reasoning.</summary>
    public static ReadOnlySpan<byte> DetailsEnd => "]},\"finish_reason\":null}]}\n\n"u8;

    /// <summary>Gets the first frame, complete.</summary>
    public byte[] Role { get; }

    public byte[] Text { get; }

    public byte[] Reasoning { get; }

    public byte[] Refusal { get; }

    public byte[] Details { get; }

    /// <summary>Gets the start of a frame without choices, up to the name of the usage member.</summary>
    public byte[] NoChoices => [.. _head, .. "],"u8];

    /// <summary>Returns the start of the frames with the arguments of a call.</summary>
    public byte[] Arguments(int call, bool isCustom) =>
        Delta(string.Create(CultureInfo.InvariantCulture, $$$"""
            "tool_calls":[{"index":{{{call}}},{{{(isCustom ? "\"custom\":{\"input" : "\"function\":{\"arguments")}}}":"
            """));

    /// <summary>Returns the first frame of a call.</summary>
    /// <param name="call">Its number.</param>
    /// <param name="id">Its id, escaped.</param>
    /// <param name="name">The name of its tool, escaped.</param>
    /// <param name="isCustom">Whether the tool is a custom tool.</param>
    /// <param name="signature">The members of its signature, as a JSON object; null if there are none.</param>
    public byte[] CallStart(int call, ReadOnlySpan<byte> id, ReadOnlySpan<byte> name, bool isCustom, string? signature) =>
    [
        .. Delta(string.Create(CultureInfo.InvariantCulture, $$"""
            "tool_calls":[{"index":{{call}},{{(signature is null ? "" : $"{signature[1..^1]},")}}"id":"
            """)),
        .. id, .. isCustom ? "\",\"type\":\"custom\",\"custom\":{\"name\":\""u8 : "\",\"type\":\"function\",\"function\":{\"name\":\""u8,
        .. name, .. isCustom ? "\",\"input\":\""u8 : "\",\"arguments\":\""u8, .. ArgumentsEnd,
    ];

    /// <summary>Returns the frame with the finish reason.</summary>
    public byte[] Finish(FinishReason finish) =>
        [.. Delta(""), .. "},\"finish_reason\":\""u8, .. OpenAIChatFinishReasons.Write(finish), .. "\"}]}\n\n"u8];

    private byte[] Delta(string members) => [.. _head, .. "{\"index\":0,\"delta\":{"u8, .. Encoding.UTF8.GetBytes(members)];

    private static string Quote(string text) => Encoding.UTF8.GetString(JsonText.FromString(text).Quoted.Span);
}

/// <summary>Buffers streamed reasoning until its signature is known.</summary>
internal sealed class OpenAIChatSignedReasoning
{
    private readonly ArrayBufferWriter<byte> _text = new();
    private StringBuilder? _signature;

    public JsonText Text => JsonText.CopyEscaped(_text.WrittenSpan);

    public void Add(ReadOnlySpan<byte> text) => _text.Write(text);

    public void AddSignature(ReadOnlySpan<byte> piece) => (_signature ??= new()).Append(JsonText.CopyEscaped(piece).ToString());

    /// <summary>Returns the signature once; then null.</summary>
    public string? End()
    {
        var signature = _signature?.ToString();
        _signature = null;
        return signature;
    }
}
