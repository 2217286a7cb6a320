namespace RouterMaestro.Domain.Requests;

/// <summary>What a call is about.</summary>
public enum CallOperation
{
    /// <summary>A conversation goes on.</summary>
    Chat,

    /// <summary>Texts become vectors.</summary>
    Embeddings,

    /// <summary>An answer that a provider keeps is asked for, cancelled or deleted.</summary>
    StoredResponse,

    /// <summary>Nothing is asked: somebody only wants to know who is behind a name.</summary>
    Lookup,
}
