namespace RouterMaestro.Domain.Models;

/// <summary>Whether a provider can be asked.</summary>
public enum ProviderStatus
{
    /// <summary>It has a key.</summary>
    Ready,

    /// <summary>It needs no key.</summary>
    Anonymous,

    /// <summary>It has no key and needs one.</summary>
    NeedsKey,
}
