using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Routing.Names;

namespace RouterMaestro.Domain.Routing.Pools;

/// <summary>The models that may answer requests for one name, before the facts of a single request are applied.</summary>
internal sealed class CandidatePool
{
    private readonly ModelFeatures _decisive;
    private readonly long _smallestWindow = long.MaxValue;

    public CandidatePool(ResolvedName name, string strategy, int maxCandidates, PoolCandidate[] entries)
    {
        (Name, Strategy, MaxCandidates, Entries) = (name, strategy, maxCandidates, entries);
        for (var i = 0; i < entries.Length; i++)
        {
            _decisive |= entries[i].Lacking;
            _smallestWindow = Math.Min(_smallestWindow, entries[i].Window ?? long.MaxValue);
            if (i > 0 && entries[i].Group == entries[i - 1].Group)
            {
                Uneven |= entries[i].Unknown ^ entries[i - 1].Unknown;
            }
        }

        _decisive |= Uneven;
    }

    public ResolvedName Name { get; }

    public string Strategy { get; }

    public int MaxCandidates { get; }

    /// <summary>Gets the models that can be asked, in the policy's order.</summary>
    public PoolCandidate[] Entries { get; }

    /// <summary>Gets why the policy of the settings did not rank the models; null if it did.</summary>
    public string? PolicyError { get; init; }

    /// <summary>Gets the features that are known of some models of a group and unknown of others.</summary>
    public ModelFeatures Uneven { get; }

    /// <summary>Gets the priorities that the gateway did not choose because they cannot serve the request, where the policy leaves them out.</summary>
    public PoolCandidate[] Skipped { get; init; } = [];

    /// <summary>Gets the models that no request for this name is sent to.</summary>
    public SkippedCandidate[] Excluded { get; init; } = [];

    /// <summary>Returns whether all models can serve a request in the given order.</summary>
    public bool SuitsAll(RequestFacts facts)
    {
        var needs = RequestNeeds.Of(facts);
        return facts.Operation != CallOperation.Embeddings && (needs.Features & _decisive) == 0 && needs.Bytes / RequestNeeds.DefaultBytesPerToken <= _smallestWindow && Skipped.Length == 0;
    }
}
