using RouterMaestro.Application.Calls;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Application.Streams;

/// <summary>A stream of events that pass guards. What has arrived until the commit is inspected and held back.</summary>
internal sealed class GuardedStream : EventStream, IChatEventSink
{
    private readonly EventStream _inner;
    private readonly GuardChain _chain;
    private HeldEvents? _held;
    private IChatEventSink? _target;

    public GuardedStream(CandidateCall call, EventStream inner, StreamGuards guards)
    {
        Losses = inner.Losses;
        (_inner, _held) = (inner, new HeldEvents(call.Call.Memory));
        _chain = new(call, guards, Losses, this);
    }

    public override TokenUsage? Usage => _chain.Completed?.Usage ?? _inner.Usage;

    public override FinishReason? Finish => _chain.Completed?.Finish ?? _inner.Finish;

    public override UpstreamFailure? Failure => _chain.Failure ?? _inner.Failure;

    /// <summary>Gets the failure by which a guard ended the response; null if there is none.</summary>
    public UpstreamFailure? GuardFailure => _chain.Failure;

    internal override bool HoldsMore => _held is not null;

    /// <summary>Inspects what has arrived until the commit.</summary>
    public async ValueTask HoldAsync(CancellationToken cancellationToken)
    {
        try
        {
            do
            {
                if (await _inner.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    _inner.Drain(_chain);
                }
            }
            while (_inner.HoldsMore && !_chain.IsOver);
        }
        catch
        {
            _held?.Dispose();
            throw;
        }
    }

    public override ValueTask<bool> ReadAsync(CancellationToken cancellationToken) =>
        _held is not null ? new(true)
        : _chain.IsOver ? new(false)
        : _inner.ReadAsync(cancellationToken);

    public override void Drain(IChatEventSink sink)
    {
        if (_held is { } held)
        {
            held.Drain(sink);
            _held = held.IsEmpty ? null : held;
            return;
        }

        _target = sink;
        _inner.Drain(_chain);
    }

    void IChatEventSink.Write(in ChatEventSpan span)
    {
        if (_held is { } held)
        {
            held.Add(span);
        }
        else
        {
            _target!.Write(span);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        _held?.Dispose();
        await _inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }
}
