using System.Buffers;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.Anthropic;

/// <summary>
/// Turns events into Anthropic's frames. The dialect has one block open at a time: the deltas of that part pass live, those of
/// other open parts wait until it ends.
/// </summary>
internal sealed class AnthropicStreamEncoder(ResponseOptions options) : IStreamEncoder
{
    private readonly AnthropicOpenBlock _open = new(options.Identity);
    private readonly List<AnthropicWaitingPart> _waiting = [];
    private TokenUsage? _usage;
    private bool _isStarted;
    private bool _isEnded;
    private bool _hasParts;
    private bool _hasCalls;

    public IBufferWriter<byte> Output { get; set; } = null!;

    public void Write(in ChatEventSpan slice)
    {
        if (_isEnded)
        {
            return;
        }

        switch (slice.Kind)
        {
            case ChatEventKind.Started:
                Start(slice.AsStarted.Usage);
                break;
            case ChatEventKind.PartStarted:
                StartPart(slice);
                break;
            case ChatEventKind.PartDelta or ChatEventKind.SignatureDelta:
                Continue(slice);
                break;
            case ChatEventKind.PartEnded:
                EndPart(slice.Index);
                break;
            case ChatEventKind.Completed:
                Complete(slice.AsCompleted);
                break;
            case ChatEventKind.Failed:
                Fail(slice.AsFailed.Failure);
                break;
        }
    }

    private void Start(TokenUsage? usage)
    {
        if (_isStarted)
        {
            return;
        }

        _isStarted = true;
        _usage = usage;
        AnthropicFrames.MessageStart(Output, options.Identity, usage);
    }

    private void StartPart(in ChatEventSpan slice)
    {
        Start(usage: null);
        if (!options.ShowReasoning && slice.PartKind is PartKind.Reasoning or PartKind.RedactedReasoning)
        {
            return;
        }

        _hasCalls |= slice.PartKind == PartKind.ToolCall;
        BeginWithReasoning(slice.PartKind);
        if (_open.IsOpen)
        {
            _waiting.Add(new(slice));
        }
        else
        {
            _open.Open(Output, slice);
        }
    }

    /// <summary>See <see cref="AnthropicBlocks.HiddenReasoning"/>.</summary>
    private void BeginWithReasoning(PartKind first)
    {
        if (_hasParts)
        {
            return;
        }

        _hasParts = true;
        if (options is { HidesReasoning: true, ShowReasoning: true } && first is not (PartKind.Reasoning or PartKind.RedactedReasoning))
        {
            _open.Open(Output, ChatEventSpan.PartStarted(-1, PartKind.Reasoning));
            _open.Close(Output);
        }
    }

    private void Continue(in ChatEventSpan slice)
    {
        if (_open.Holds(slice.Index))
        {
            _open.Continue(Output, slice);
        }
        else
        {
            FindWaiting(slice.Index)?.Append(slice);
        }
    }

    private void EndPart(int index)
    {
        if (!_open.Holds(index))
        {
            if (FindWaiting(index) is { } part)
            {
                part.IsEnded = true;
            }

            return;
        }

        _open.Close(Output);
        while (!_open.IsOpen && _waiting.Count > 0)
        {
            OpenNext();
        }
    }

    private void OpenNext()
    {
        var part = _waiting[0];
        _waiting.RemoveAt(0);
        _open.Open(Output, part);
        if (part.IsEnded)
        {
            _open.Close(Output);
        }
    }

    private void Complete(ChatEvent.Completed completed)
    {
        Start(usage: null);
        _waiting.ForEach(p => p.IsEnded = true);
        if (_open.IsOpen)
        {
            EndPart(_open.Index);
        }

        _isEnded = true;
        AnthropicFrames.MessageEnd(Output, completed, completed.Usage ?? _usage ?? TokenUsage.Zero, _hasCalls);
    }

    /// <summary>An open block stays open, as it does when the provider itself fails: its end would make a partial call look whole.</summary>
    private void Fail(UpstreamFailure failure)
    {
        _isEnded = true;
        Output.Write(AnthropicErrors.Write(RouterError.From(failure) with { RequestId = options.RequestId }).Frame.Span);
    }

    private AnthropicWaitingPart? FindWaiting(int index) => _waiting.Find(p => p.Index == index);
}
