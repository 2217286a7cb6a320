namespace RouterMaestro.Domain.Routing.Settings;

/// <summary>A name that the operator gives to a model.</summary>
/// <param name="Name">The name, in any case. A <c>*</c> at its end stands for whatever follows; of several that fit, the longest wins.</param>
/// <param name="Target">What it means: a qualified id, a bare name or the automatic model, but no other alias.</param>
public sealed record ModelAlias(string Name, string Target);
