namespace RouterMaestro.Protocols.Passthrough;

/// <summary>The options for reading a passthrough response.</summary>
public readonly record struct PassthroughOptions
{
    /// <summary>Gets a value indicating whether frames with only usage are withheld from a caller that did not ask for them.</summary>
    public bool WithholdUsage { get; init; }

    /// <summary>Gets a value indicating whether values that official clients cannot read are repaired, in protocols that know such values.</summary>
    public bool Repair { get; init; }

    /// <summary>Gets the meter to which the deltas of a stream are added; null if they are not counted.</summary>
    internal ContentMeter? Content { get; init; }

    /// <summary>Gets what is expected of the provider's streams.</summary>
    public StreamRules Rules { get; init; }
}
