namespace RouterMaestro.Protocols.RequestScanning;

/// <summary>What a known top-level field of a request may hold; null is always allowed and counts as absent.</summary>
internal enum FieldShape
{
    /// <summary>Anything: the provider judges it.</summary>
    Any,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A number of at least 0.</summary>
    NotNegative,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A whole number of at least 0.</summary>
    Count,

    /// <summary>A whole number of at least 1.</summary>
    Positive,

    /// <summary>A string.</summary>
    String,

    /// <summary>An array.</summary>
    Array,

    /// <summary>An object.</summary>
    Object,
}
