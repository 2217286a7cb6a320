using RouterMaestro.Domain.Models;

namespace RouterMaestro.Domain.Routing.Pools;

/// <summary>A model that may serve a request, as a policy ranks it.</summary>
/// <param name="Model">The model.</param>
/// <param name="Reason">The reason for its place, for people.</param>
/// <param name="Group">
/// The group it belongs to; lower groups come first. Within a group, models that are known to be able to serve a request come before
/// those of which it is not known; otherwise the policy's order holds.
/// </param>
public sealed record RankedModel(ModelRef Model, string Reason, int Group);
