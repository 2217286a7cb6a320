using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Passthrough;

namespace RouterMaestro.Protocols.Streaming;

/// <summary>Observes a passthrough stream: the first content, the finish reason, the terminal, and failures.</summary>
internal abstract class StreamTap : IStreamTap
{
    public TokenUsage? Usage { get; protected set; }

    public FinishReason? Finish { get; protected set; }

    public UpstreamFailure? Failure { get; private set; }

    public abstract bool IsFinishing { get; }

    public ReadOnlySpan<byte> MissingTerminal => Finish is null || IsTerminated ? default : Terminal;

    /// <summary>Gets the verdict on a frame that adds nothing to the answer.</summary>
    protected static FrameVerdict Unknown { get; } = new() { IsUnknown = true };

    public virtual StreamPlace Place => default;

    public virtual ReadOnlySpan<BodyEdit> Edits => default;

    public virtual EquatableArray<string> Repaired => [];

    /// <summary>Gets the terminal that a client waits for; empty if a stream without it is not complete.</summary>
    protected virtual ReadOnlySpan<byte> Terminal => default;

    protected bool HasContent { get; set; }

    protected bool IsTerminated { get; set; }

    public abstract FrameVerdict Inspect(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data);

    public UpstreamFailure? End() =>
        Failure ?? (Finish is not null || (IsTerminated && HasContent) ? null : StreamFailures.Unfinished(HasContent));

    /// <summary>Returns the verdict on a frame, which is content only if none came before.</summary>
    protected FrameVerdict Resolve(bool isContent)
    {
        var verdict = new FrameVerdict(IsContent: isContent && !HasContent);
        HasContent |= isContent;
        return verdict;
    }

    /// <summary>Returns the verdict on a frame that reports a failure.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="isWithheld">Whether clients would not recognise the frame as an error.</param>
    protected FrameVerdict Fail(UpstreamFailure failure, bool isWithheld = false)
    {
        Failure = failure;
        return new(IsFailure: true, IsWithheld: isWithheld);
    }
}
