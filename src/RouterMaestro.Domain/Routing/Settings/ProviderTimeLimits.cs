namespace RouterMaestro.Domain.Routing.Settings;

/// <summary>The time limits that hold for one provider.</summary>
/// <param name="Provider">The provider's id, in any case.</param>
/// <param name="Limits">The limits.</param>
public sealed record ProviderTimeLimits(string Provider, TimeLimits Limits);
