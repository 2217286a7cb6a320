namespace RouterMaestro.Domain.Usage;

/// <summary>What a request asked for.</summary>
public enum UsageOperation
{
    /// <summary>A response in a conversation.</summary>
    Chat,

    /// <summary>The number of tokens of a conversation.</summary>
    Count,

    /// <summary>Vectors.</summary>
    Embeddings,

    /// <summary>Something about a stored response.</summary>
    StoredResponse,
}
