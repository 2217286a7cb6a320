using RouterMaestro.Domain.Health;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Domain.Routing;

/// <summary>A model of a pool, with all that planning looks at.</summary>
/// <param name="Candidate">The model as it stands in a plan.</param>
/// <param name="Reach">What is known of the model.</param>
/// <param name="Group">Its group in the ranking.</param>
internal sealed record PoolEntry(Candidate Candidate, Reach Reach, int Group)
{
    public ModelRef Model => Reach.Model;

    public HealthKeys Keys => Reach.Keys;

    /// <summary>Gets what the model cannot do.</summary>
    public ModelFeatures Lacking => Reach.Lacking;

    /// <summary>Gets what nobody says about the model.</summary>
    public ModelFeatures Unknown => Reach.Unknown;

    /// <summary>Gets the most tokens that the model takes; null when that is not known.</summary>
    public int? Window => Reach.Window;

    /// <summary>Makes the entry of a model within reach.</summary>
    public static PoolEntry Of(Reach reach, string reason, int group) => new(new Candidate(reach.Model, reason) { Card = reach.Card }, reach, group);
}
