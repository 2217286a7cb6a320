using RouterMaestro.Domain.Health;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Domain.Routing.Pools;

/// <summary>A model of a pool, with all that planning looks at.</summary>
/// <param name="Candidate">The model as it stands in a plan.</param>
/// <param name="ModelAvailability">What is known of the model.</param>
/// <param name="Group">Its group in the ranking.</param>
internal sealed record PoolCandidate(Candidate Candidate, ModelAvailability ModelAvailability, int Group)
{
    public ModelRef Model => ModelAvailability.Model;

    public HealthKeys Keys => ModelAvailability.Keys;

    /// <summary>Gets what the model cannot do.</summary>
    public ModelFeatures Lacking => ModelAvailability.Lacking;

    /// <summary>Gets what nobody says about the model.</summary>
    public ModelFeatures Unknown => ModelAvailability.Unknown;

    /// <summary>Gets the most tokens that the model takes; null when that is not known.</summary>
    public int? Window => ModelAvailability.Window;

    /// <summary>Makes the entry of a model within reach.</summary>
    public static PoolCandidate Of(ModelAvailability availability, string reason, int group) => new(new Candidate(availability.Model, reason) { Card = availability.Card }, availability, group);
}
