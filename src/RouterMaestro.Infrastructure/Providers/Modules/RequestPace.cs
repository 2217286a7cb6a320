namespace RouterMaestro.Infrastructure.Providers.Modules;

/// <summary>How fast an account may be asked, so that its vendor does not suspend it.</summary>
/// <param name="PerMinute">The most requests in a minute; null for no limit.</param>
/// <param name="Concurrent">The most requests at once; null for no limit.</param>
/// <param name="MaxWait">The time that a request waits for its turn, before another candidate is used.</param>
internal sealed record RequestPace(int? PerMinute, int? Concurrent, TimeSpan MaxWait)
{
    /// <summary>Gets whether there is no limit.</summary>
    public bool IsUnlimited => PerMinute is null && Concurrent is null;
}
