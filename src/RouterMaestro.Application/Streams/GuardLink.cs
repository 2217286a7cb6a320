using RouterMaestro.Application.Calls;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Application.Streams;

/// <summary>One guard of a chain. If it breaks, the events pass without it.</summary>
internal sealed class GuardLink : IChatEventSink
{
    private readonly GuardChain _chain;
    private readonly IStreamGuard _guard;
    private readonly IChatEventSink _next;
    private readonly OpenParts? _open;
    private IStreamInspector? _inspector;

    public GuardLink(GuardChain chain, IStreamGuard guard, IChatEventSink next)
    {
        _open = guard.Rewrites ? new OpenParts(next) : null;
        (_chain, _guard, _next) = (chain, guard, _open ?? next);
        try
        {
            _inspector = guard.Inspect(chain.Call) ?? throw new InvalidOperationException($"{guard.GetType().FullName} returned no inspector.");
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Break(exception);
        }
    }

    public void Write(in ChatEventSpan span)
    {
        // a guard behind this one may have ended the response between two events that a guard before it put in the place of one
        if (_chain.IsOver)
        {
            return;
        }

        Apply(Inspect(span), span);
        if (span.Kind == ChatEventKind.Completed && !_chain.IsOver)
        {
            // a stream without an end would never be complete for its caller
            Break(new InvalidOperationException($"{_guard.GetType().FullName} kept the completion back."));
            _next.Write(span);
        }
    }

    private void Apply(StreamVerdict verdict, in ChatEventSpan span)
    {
        _chain.IsChanged |= verdict is not StreamVerdict.Passed;
        switch (verdict)
        {
            case StreamVerdict.Replaced replaced:
                foreach (var chatEvent in replaced.Events)
                {
                    _next.Write(chatEvent);
                }

                break;
            case StreamVerdict.Dropped dropped:
                _chain.Losses.Add(dropped.Field);
                break;
            case StreamVerdict.CutOff cut:
                _open!.EndAll();
                _next.Write(new ChatEvent.Completed(cut.Finish, null));
                break;
            case StreamVerdict.Failed failed:
                _chain.Fail(_guard, failed.Message);
                break;
            default:
                _next.Write(span);
                break;
        }
    }

    private StreamVerdict Inspect(in ChatEventSpan span)
    {
        if (_inspector is null)
        {
            return StreamVerdict.Pass;
        }

        try
        {
            var verdict = _inspector.Inspect(span);
            if (verdict is StreamVerdict.Passed or StreamVerdict.Failed || (verdict is not null && _guard.Rewrites))
            {
                return verdict;
            }

            throw new InvalidOperationException($"{_guard.GetType().FullName} gave the verdict {verdict?.GetType().Name ?? "null"}, but does not say that it rewrites.");
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // a guard may be the host's code: its faults must not cost callers a response that the provider gave
            Break(exception);
            return StreamVerdict.Pass;
        }
    }

    private void Break(Exception exception)
    {
        _inspector = null;
        _chain.Guards.LogBroken(exception, _guard, _chain.Call);
    }

    /// <summary>Passes events on and notes the parts that are open behind a guard, which a cut must end.</summary>
    private sealed class OpenParts(IChatEventSink next) : IChatEventSink
    {
        private readonly List<int> _indices = [];

        public void Write(in ChatEventSpan span)
        {
            if (span.Kind == ChatEventKind.PartStarted)
            {
                _indices.Add(span.Index);
            }
            else if (span.Kind == ChatEventKind.PartEnded)
            {
                _indices.Remove(span.Index);
            }

            next.Write(span);
        }

        public void EndAll()
        {
            foreach (var index in _indices)
            {
                next.Write(new ChatEvent.PartEnded(index));
            }

            _indices.Clear();
        }
    }
}
