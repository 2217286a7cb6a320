using RouterMaestro.Application.Calls;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Application.Streams;

/// <summary>Passes the events of one response through its guards to a target. After a guard has failed or cut the response, nothing passes.</summary>
internal sealed class GuardChain : IChatEventSink
{
    private readonly IChatEventSink _first;

    /// <summary>Begins to inspect a response.</summary>
    /// <param name="call">The call, with its guards.</param>
    /// <param name="guards">Logs the faults of guards.</param>
    /// <param name="losses">Receives the fields that guards drop.</param>
    /// <param name="target">Receives the events that pass.</param>
    public GuardChain(CandidateCall call, StreamGuards guards, LossSink losses, IChatEventSink target)
    {
        (Call, Guards, Losses, Target) = (call, guards, losses, target);
        IChatEventSink next = new End(this);
        for (var i = call.Guards.Count - 1; i >= 0; i--)
        {
            next = new GuardLink(this, call.Guards[i], next);
        }

        _first = next;
    }

    public CandidateCall Call { get; }

    public StreamGuards Guards { get; }

    public LossSink Losses { get; }

    public IChatEventSink Target { get; }

    /// <summary>Gets the failure by which a guard ended the response; null if there is none.</summary>
    public UpstreamFailure? Failure { get; private set; }

    /// <summary>Gets the completion that the caller got; null if there is none yet.</summary>
    public ChatEvent.Completed? Completed { get; private set; }

    /// <summary>Gets or sets a value indicating whether a guard changed the response.</summary>
    public bool IsChanged { get; set; }

    /// <summary>Gets a value indicating whether the response has ended: completed, cut or failed.</summary>
    public bool IsOver => Failure is not null || Completed is not null;

    public void Write(in ChatEventSpan span)
    {
        if (IsOver)
        {
            return;
        }

        // a provider's failure ends the response whatever a guard says
        if (span.Kind == ChatEventKind.Failed)
        {
            Target.Write(span);
        }
        else
        {
            _first.Write(span);
        }
    }

    /// <summary>Fails the response.</summary>
    public void Fail(IStreamGuard guard, string message)
    {
        Failure = new UpstreamFailure(FailureKind.Overloaded, message) { Guard = guard.Name };
        Guards.LogStopped(guard, Call);
        Target.Write(ChatEventSpan.Failed(new ChatEvent.Failed(Failure)));
    }

    /// <summary>The end of the chain, which no guard follows.</summary>
    private sealed class End(GuardChain chain) : IChatEventSink
    {
        public void Write(in ChatEventSpan span)
        {
            if (chain.IsOver)
            {
                return;
            }

            if (span.Kind == ChatEventKind.Completed)
            {
                chain.Completed = span.AsCompleted;
            }

            chain.Target.Write(span);
        }
    }
}
