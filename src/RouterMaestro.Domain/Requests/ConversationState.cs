namespace RouterMaestro.Domain.Requests;

/// <summary>Whether a request leaves something with a provider, or goes on with what one keeps.</summary>
public enum ConversationState
{
    /// <summary>The request stands for itself.</summary>
    Stateless,

    /// <summary>The provider is to keep what it answers, and may be any that knows how to.</summary>
    Stores,

    /// <summary>The request goes on with what one provider keeps, such as an earlier answer: no other can serve it.</summary>
    Continues,
}
