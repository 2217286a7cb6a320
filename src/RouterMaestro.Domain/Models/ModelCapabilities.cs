namespace RouterMaestro.Domain.Models;

/// <summary>What a model can do, as far as its provider says.</summary>
public sealed record ModelCapabilities
{
    /// <summary>Gets the capabilities of a model of which nothing is known.</summary>
    public static ModelCapabilities Unknown { get; } = new();

    /// <summary>Gets whether it can hold a conversation.</summary>
    public Support Chat { get; init; }

    /// <summary>Gets whether it can make vectors of texts.</summary>
    public Support Embeddings { get; init; }

    /// <summary>Gets whether it can call tools.</summary>
    public Support Tools { get; init; }

    /// <summary>Gets whether it can see images.</summary>
    public Support Vision { get; init; }

    /// <summary>Gets whether it can reason before it answers.</summary>
    public Support Reasoning { get; init; }

    /// <summary>Gets the words of the reasoning efforts that it accepts, such as <c>high</c>; empty if it accepts none, null if its provider does not say.</summary>
    public EquatableArray<string>? Efforts { get; init; }

    /// <summary>Gets whether it can follow a schema.</summary>
    public Support StructuredOutput { get; init; }
}

/// <summary>Whether a model can do something.</summary>
public enum Support
{
    /// <summary>Unknown.</summary>
    Unknown,

    /// <summary>Its provider says that it can.</summary>
    Supported,

    /// <summary>Its provider says that it cannot.</summary>
    Unsupported,
}

/// <summary>The features that a request can need.</summary>
[Flags]
internal enum ModelFeatures
{
    None = 0,
    Tools = 1,
    Images = 2,
    Reasoning = 4,
    Schema = 8,
    Chat = 16,
    Embeddings = 32,
}
