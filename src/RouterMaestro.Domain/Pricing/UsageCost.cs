namespace RouterMaestro.Domain.Pricing;

/// <summary>The cost of one request, in billionths of a US dollar, with its sources.</summary>
/// <param name="Stated">What the provider stated; null if it stated nothing that can be converted.</param>
/// <param name="Table">The cost by the price table; null if the table has no price.</param>
/// <param name="Source">Which of the two counts.</param>
public readonly record struct UsageCost(long? Stated, long? Table, CostSource Source)
{
    /// <summary>Gets the cost of a request that used nothing.</summary>
    public static UsageCost None { get; } = new(null, null, CostSource.Nothing);

    /// <summary>Gets the cost that counts; null if it is unknown.</summary>
    public long? Counted => Source switch
    {
        CostSource.Stated => Stated,
        CostSource.Table or CostSource.Included => Table,
        CostSource.Nothing => 0,
        _ => null,
    };
}

/// <summary>Where the cost of a request comes from.</summary>
public enum CostSource
{
    /// <summary>No price is known. It is counted apart and never as zero.</summary>
    Unknown,

    /// <summary>Nothing was used: no provider responded, or it does not charge for such a response.</summary>
    Nothing,

    /// <summary>The provider stated it.</summary>
    Stated,

    /// <summary>The price table.</summary>
    Table,

    /// <summary>The price table, for a model that a subscription includes: what it would cost otherwise.</summary>
    Included,
}
