using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Passthrough;

namespace RouterMaestro.Protocols.Streaming;

/// <summary>Observes a passthrough stream: content, the finish reason, the terminal, and failures.</summary>
/// <param name="options">The options.</param>
internal abstract class StreamTap(PassthroughOptions options) : IStreamTap
{
    public TokenUsage? Usage { get; protected set; }

    public FinishReason? Finish { get; protected set; }

    public UpstreamFailure? Failure { get; private set; }

    public abstract bool IsFinishing { get; }

    public virtual ReadOnlySpan<byte> MissingBefore => default;

    public virtual bool HasGap => false;

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

    /// <summary>Gets a value indicating whether all of the response has come, so that invalid data behind it is dropped.</summary>
    protected virtual bool IsWhole => Finish is not null;

    protected PassthroughOptions Options => options;

    /// <summary>Gets what is expected of the provider's streams.</summary>
    protected StreamRules Rules => options.Rules;

    public abstract FrameVerdict Inspect(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data);

    public UpstreamFailure? End() =>
        Failure ?? (IsWhole || IsTerminated ? null : StreamFailures.Unfinished(HasContent));

    /// <summary>Returns the verdict on a frame.</summary>
    protected FrameVerdict Resolve(bool isContent)
    {
        HasContent |= isContent;
        return new(IsContent: isContent);
    }

    /// <summary>Returns the verdict on the terminal, before which a finish reason must have come.</summary>
    protected FrameVerdict Terminate()
    {
        if (Finish is null && !(HasContent && Rules.OmitsFinishReason))
        {
            return Fail(StreamFailures.Unfinished(HasContent), isWithheld: true);
        }

        IsTerminated = true;
        return new(IsTerminal: true);
    }

    /// <summary>Returns the verdict on a frame that is not valid: behind a whole response it is dropped, otherwise it may have held a part of it.</summary>
    protected FrameVerdict Reject() => IsWhole ? new(IsWithheld: true) : Fail(StreamFailures.Malformed());

    /// <summary>Returns the verdict on a frame that reports a failure.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="isWithheld">Whether clients would not recognise the frame as an error.</param>
    protected FrameVerdict Fail(UpstreamFailure failure, bool isWithheld = false)
    {
        Failure = failure;
        return new(IsFailure: true, IsWithheld: isWithheld);
    }
}
