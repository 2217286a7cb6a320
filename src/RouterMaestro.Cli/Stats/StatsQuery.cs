namespace RouterMaestro.Cli.Stats;

/// <summary>Which recorded requests are added up.</summary>
/// <param name="Days">The number of days, the present one included.</param>
internal sealed record StatsQuery(int Days)
{
    /// <summary>Gets the provider; null for all.</summary>
    public string? Provider { get; init; }

    /// <summary>Gets the model; null for all.</summary>
    public string? Model { get; init; }

    /// <summary>Gets the name of the key; null for all.</summary>
    public string? KeyName { get; init; }

    /// <summary>Gets the groups; null for both those of models and those of providers.</summary>
    public string? By { get; init; }

    /// <summary>Gets the time zone that the user chose; null for that of this machine.</summary>
    public string? Zone { get; init; }

    /// <summary>Returns the path of the query below the admin routes.</summary>
    /// <param name="zone">The time zone.</param>
    public string PathIn(string zone)
    {
        (string Name, string? Value)[] parameters =
        [
            ("days", FormattableString.Invariant($"{Days}")), ("zone", zone), ("provider", Provider), ("model", Model), ("key", KeyName), ("by", By),
        ];
        return "stats?" + string.Join('&', parameters.Where(p => p.Value is not null).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}"));
    }
}
