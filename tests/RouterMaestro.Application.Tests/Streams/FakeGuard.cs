using RouterMaestro.Application.Calls;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Application.Tests.Streams;

/// <summary>A guard whose verdicts a test gives, by the place of the event.</summary>
internal sealed class FakeGuard(string name, Func<int, ChatEvent, StreamVerdict> judge, bool rewrites = false) : IStreamGuard
{
    public string Name => name;

    public bool Rewrites => rewrites;

    public Func<CandidateCall, bool> Applies { get; init; } = static _ => true;

    /// <summary>Gets the number of events that the guard has seen.</summary>
    public int Seen { get; private set; }

    public bool AppliesTo(CandidateCall call) => Applies(call);

    public IStreamInspector Inspect(CandidateCall call) => new Inspector(this, judge);

    private sealed class Inspector(FakeGuard guard, Func<int, ChatEvent, StreamVerdict> judge) : IStreamInspector
    {
        public StreamVerdict Inspect(in ChatEventSpan span) => judge(guard.Seen++, span.ToEvent());
    }
}
