namespace RouterMaestro.Domain.Routing.Settings;

/// <summary>The settings of the records of requests.</summary>
public sealed record UsageSettings
{
    /// <summary>The upper limit of <see cref="DetailDays"/>.</summary>
    public const int MaxDetailDays = 36_500;

    /// <summary>Gets the defaults.</summary>
    public static UsageSettings Default { get; } = new();

    /// <summary>Gets whether requests are recorded. The default is true.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>Gets the number of days for which single requests are kept, 1 to 36,500; null, the default, for the host's, which is 90.</summary>
    public int? DetailDays { get; init; }
}
