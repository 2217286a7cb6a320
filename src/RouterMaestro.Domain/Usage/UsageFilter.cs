namespace RouterMaestro.Domain.Usage;

/// <summary>Which requests a query is about: those that began from <paramref name="From"/> on, and before <paramref name="Until"/>.</summary>
/// <param name="From">The beginning. Roll-ups know whole hours: it is moved back to the hour in UTC.</param>
/// <param name="Until">The end, moved on to the hour.</param>
public sealed record UsageFilter(DateTimeOffset From, DateTimeOffset Until)
{
    /// <summary>Gets the provider's id; null for all, and for requests that no provider was called for.</summary>
    public string? Provider { get; init; }

    /// <summary>Gets the qualified id of the model, or the id without its provider; null for all.</summary>
    public string? Model { get; init; }

    /// <summary>Gets the name of the key; null for all.</summary>
    public string? KeyName { get; init; }
}
