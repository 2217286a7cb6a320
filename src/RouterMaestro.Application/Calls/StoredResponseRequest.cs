namespace RouterMaestro.Application.Calls;

/// <summary>A request about an answer that a provider keeps.</summary>
/// <param name="Id">The provider's id of the answer.</param>
/// <param name="Action">What is to be done with it.</param>
public sealed record StoredResponseRequest(string Id, StoredResponseAction Action);

/// <summary>What is to be done with an answer that a provider keeps.</summary>
public enum StoredResponseAction
{
    /// <summary>It is asked for, as it is now.</summary>
    Retrieve,

    /// <summary>Its input is asked for.</summary>
    ListInput,

    /// <summary>Its making is given up.</summary>
    Cancel,

    /// <summary>It is deleted.</summary>
    Delete,
}
