namespace RouterMaestro.Domain.Routing.Settings;

/// <summary>The share of a model in the strategy <c>weighted</c>.</summary>
/// <param name="Model">The model's qualified id.</param>
/// <param name="Weight">Its share beside the other models', 0 to 1,000; the default is 1.</param>
public sealed record ModelWeight(string Model, int Weight)
{
    /// <summary>The maximum weight.</summary>
    public const int Max = 1000;
}
