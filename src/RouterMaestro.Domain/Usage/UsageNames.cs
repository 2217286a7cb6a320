namespace RouterMaestro.Domain.Usage;

/// <summary>The values by which requests can be filtered.</summary>
/// <param name="Providers">The providers that requests were served by.</param>
/// <param name="Models">The qualified ids of the models.</param>
/// <param name="Keys">The names of the keys.</param>
public sealed record UsageNames(EquatableArray<string> Providers, EquatableArray<string> Models, EquatableArray<string> Keys);
