using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Domain.Models;

/// <summary>The known facts about a model.</summary>
/// <param name="Ref">Its identity.</param>
/// <param name="Name">Its name for people.</param>
public sealed record ModelCard(ModelRef Ref, string Name)
{
    /// <summary>Gets when the model appeared, in seconds since 1970; null when not known.</summary>
    public long? Created { get; init; }

    /// <summary>Gets the owner that the provider names; null when it names none.</summary>
    public string? OwnedBy { get; init; }

    /// <summary>Gets the token limits.</summary>
    public ModelLimits Limits { get; init; } = ModelLimits.Unknown;

    /// <summary>Gets the protocols in which the model is called, the preferred one first; empty for those of its provider.</summary>
    public EquatableArray<WireProtocol> Protocols { get; init; } = [];

    /// <summary>Gets what it can do.</summary>
    public ModelCapabilities Capabilities { get; init; } = ModelCapabilities.Unknown;
}
