using RouterMaestro.Domain.Health;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Domain.Routing.Pools;

/// <summary>A model of a pool, with the facts that planning needs.</summary>
/// <param name="Candidate">The model as it stands in a plan.</param>
/// <param name="ModelAvailability">The known facts about the model.</param>
/// <param name="Group">Its group in the ranking.</param>
internal sealed record PoolCandidate(Candidate Candidate, ModelAvailability ModelAvailability, int Group)
{
    public ModelRef Model => ModelAvailability.Model;

    public HealthKeys Keys => ModelAvailability.Keys;

    /// <summary>Gets the features that the model lacks.</summary>
    public ModelFeatures Lacking => ModelAvailability.Lacking;

    /// <summary>Gets the features of which it is unknown whether the model has them.</summary>
    public ModelFeatures Unknown => ModelAvailability.Unknown;

    /// <summary>Gets the maximum number of tokens that the model accepts; null when unknown.</summary>
    public int? Window => ModelAvailability.Window;

    /// <summary>Makes the entry of a model that can be asked.</summary>
    public static PoolCandidate Of(ModelAvailability availability, string reason, int group) => new(new Candidate(availability.Model, reason) { Card = availability.Card }, availability, group);
}
