using System.Buffers;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Protocols.Streaming;

/// <summary>Encodes a sequence of events: one start before all other frames, and nothing after the end.</summary>
internal abstract class StreamEncoder : IStreamEncoder
{
    private bool _isStarted;
    private bool _isEnded;

    public abstract IBufferWriter<byte> Output { get; set; }

    public void Write(in ChatEventSpan span)
    {
        if (_isEnded)
        {
            return;
        }

        switch (span.Kind)
        {
            case ChatEventKind.PartDelta:
                if (!span.Text.IsEmpty)
                {
                    Continue(span);
                }

                break;
            case ChatEventKind.Started:
                EnsureStarted(span.AsStarted.Usage);
                break;
            case ChatEventKind.PartStarted:
                EnsureStarted();
                Open(span);
                break;
            case ChatEventKind.SignatureDelta:
                Sign(span);
                break;
            case ChatEventKind.PartEnded:
                End(span.Index);
                break;
            case ChatEventKind.Completed:
                // a provider may complete without a start, and without ending its parts
                EnsureStarted();
                EndAll(span.AsCompleted);
                _isEnded = true;
                Complete(span.AsCompleted);
                break;
            case ChatEventKind.Failed:
                _isEnded = true;
                Fail(span.AsFailed.Failure);
                break;
        }
    }

    /// <summary>Writes the start if it has not been written.</summary>
    protected void EnsureStarted(TokenUsage? usage = null)
    {
        if (!_isStarted)
        {
            _isStarted = true;
            Start(usage);
        }
    }

    /// <summary>Writes the start.</summary>
    /// <param name="usage">The usage that is known at the start; null if none is.</param>
    protected abstract void Start(TokenUsage? usage);

    /// <summary>Opens a part.</summary>
    protected abstract void Open(in ChatEventSpan start);

    /// <summary>Writes a piece of a part, which is not empty. The part may be unknown.</summary>
    protected abstract void Continue(in ChatEventSpan delta);

    /// <summary>Writes a piece of the signature of a part, or keeps it. The part may be unknown.</summary>
    protected abstract void Sign(in ChatEventSpan delta);

    /// <summary>Ends a part. It may be unknown or have ended.</summary>
    protected abstract void End(int index);

    /// <summary>Ends all parts of a response that is complete.</summary>
    protected abstract void EndAll(ChatEvent.Completed completed);

    /// <summary>Writes the end of a response that is complete.</summary>
    protected abstract void Complete(ChatEvent.Completed completed);

    /// <summary>Writes the failure. Open parts do not end, because the end would make a partial call look complete.</summary>
    protected abstract void Fail(UpstreamFailure failure);
}
