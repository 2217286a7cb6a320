namespace RouterMaestro.Application.Messaging;

/// <summary>A request that can check itself without allocations. The relay path skips the validators of a request that is known to be valid.</summary>
internal interface IPrechecked
{
    /// <summary>Gets a value indicating whether the validators would accept the request. If false, the validators decide.</summary>
    bool IsKnownValid { get; }
}
