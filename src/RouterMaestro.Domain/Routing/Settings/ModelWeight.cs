namespace RouterMaestro.Domain.Routing.Settings;

/// <summary>How often the strategy <c>weighted</c> puts a model first.</summary>
/// <param name="Model">The model's qualified id.</param>
/// <param name="Weight">Its share beside the others', 0 to 1,000; models that are not named have 1.</param>
public sealed record ModelWeight(string Model, int Weight)
{
    /// <summary>The largest weight.</summary>
    public const int Most = 1000;
}
