using System.Buffers;
using System.Text.Json;
using RouterMaestro.Application.Protocols.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Application.Protocols.OpenAIChat;

/// <summary>Writes chunks: a prebuilt start, the text as it came, a prebuilt end.</summary>
/// <param name="options">How the stream is to be written.</param>
/// <param name="losses">Takes what the dialect cannot say.</param>
internal sealed class OpenAIChatStreamEncoder(AnswerOptions options, LossSink losses) : IStreamEncoder
{
    private readonly OpenAIChatFrames _frames = new(options.Identity);
    private readonly List<Part> _parts = [];
    private int _calls;
    private bool _started;
    private bool _ended;

    public IBufferWriter<byte> Output { get; set; } = null!;

    public void Write(in ChatEventSlice slice)
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
            case ChatEventKind.SignatureDelta when options.ShowReasoning:
                losses.Add("signature");
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
        Output.Write(head, text, part.IsCall ? OpenAIChatFrames.ArgumentsEnd : OpenAIChatFrames.TextEnd);
    }

    private void Open(in ChatEventSlice slice)
    {
        EnsureStarted();
        if (slice.PartKind == PartKind.ToolCall)
        {
            Output.Write(_frames.CallStart(_calls, slice.CallId, slice.Name));
            _parts.Add(new(_frames.Arguments(_calls++), isCall: true));
            return;
        }

        if (slice.PartKind == PartKind.RedactedReasoning && options.ShowReasoning)
        {
            losses.Add("redacted_thinking");
        }

        _parts.Add(new(HeadOf(slice.PartKind), isCall: false));
    }

    private byte[]? HeadOf(PartKind kind) => kind switch
    {
        PartKind.Text => _frames.Text,
        PartKind.Refusal => _frames.Refusal,
        PartKind.Reasoning when options.ShowReasoning => _frames.Reasoning,
        _ => null,
    };

    /// <summary>A call without arguments still needs an object for them.</summary>
    private void End(Part part)
    {
        if (part is { IsCall: true, IsEmpty: true })
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
        Output.Write(_frames.Finish(OpenAIChatFinish.Settle(completed.Finish, _calls > 0)));
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

        public bool IsEmpty { get; set; } = true;
    }
}
