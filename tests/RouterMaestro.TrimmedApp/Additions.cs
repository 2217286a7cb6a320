using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Outcomes;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Routing.Names;
using RouterMaestro.Domain.Routing.Pools;

namespace RouterMaestro.TrimmedApp;

/// <summary>Ranks the priorities from the last to the first where the gateway chooses the model.</summary>
internal sealed class LastFirst : IRoutingPolicy
{
    public string Name => "last-first";

    public IEnumerable<RankedModel> Rank(RankingContext context) =>
        (context.Kind == NameKind.Automatic ? context.Priorities.Reverse() : []).Union(context.Models)
            .Select((model, place) => new RankedModel(model, "the last model first", place));
}

/// <summary>Counts the calls.</summary>
internal sealed class CallCounter : ICallObserver
{
    private static int _calls;

    public static int Calls => _calls;

    public void OnEnded(CallOutcome outcome) => Interlocked.Increment(ref _calls);
}

/// <summary>Lets everything pass.</summary>
internal sealed class PatientGuard : IStreamGuard, IStreamInspector
{
    public string Name => "patient";

    public bool AppliesTo(CandidateCall call) => true;

    public IStreamInspector Inspect(CandidateCall call) => this;

    public StreamVerdict Inspect(in ChatEventSpan span) => StreamVerdict.Pass;
}
