using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Routing.Pools;

namespace RouterMaestro.Domain.Routing.Names;

/// <summary>What a name means. The pools that belong to it are kept with it.</summary>
/// <param name="kind">How the caller named the model.</param>
/// <param name="text">How the name was understood, for people.</param>
internal sealed class ResolvedName(NameKind kind, string text)
{
    private readonly CandidatePool?[] _pools = [];

    public NameKind Kind { get; } = kind;

    public string Text { get; } = text;

    /// <summary>Gets the models that the name means, the best first; where the gateway chooses, those of which one request's facts choose one.</summary>
    public EquatableArray<ModelCard> Models
    {
        get;
        init => (field, _pools) = (value, new CandidatePool?[Kind == NameKind.Automatic ? value.Count : 1]);
    }

    /// <summary>Gets whether the gateway chooses among the priorities, not among all models.</summary>
    public bool IsAmongPriorities { get; init; }

    /// <summary>Gets why the name means nothing; null when it means something.</summary>
    public RouterError? Error { get; init; }

    /// <summary>Gets the same for a name that leads here.</summary>
    /// <param name="how">How it does, for people.</param>
    public ResolvedName Via(string how) =>
        new(Kind, $"{how}; {Text}") { Models = Models, IsAmongPriorities = IsAmongPriorities, Error = Error };

    /// <summary>Gets the place of the model that leads the pool of a request.</summary>
    public int LeaderFor(RequestFacts facts)
    {
        if (Kind != NameKind.Automatic)
        {
            return 0;
        }

        var needs = RequestNeeds.Of(facts);
        var models = Models.AsSpan();
        for (var i = 0; i < models.Length; i++)
        {
            if (needs.AreMetBy(models[i]) && (facts.Operation != CallOperation.Embeddings || models[i].Capabilities.Embeddings == Support.Supported))
            {
                return i;
            }
        }

        return 0;
    }

    /// <summary>Gets the pool behind a leader if it is kept.</summary>
    public CandidatePool? FindPool(int leader) => Volatile.Read(ref _pools[leader]);

    /// <summary>Keeps a pool.</summary>
    public CandidatePool Keep(int leader, CandidatePool pool)
    {
        // two requests may make the same pool at the same time: either is good
        Volatile.Write(ref _pools[leader], pool);
        return pool;
    }
}
