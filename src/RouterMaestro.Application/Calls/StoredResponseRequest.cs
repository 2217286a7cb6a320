namespace RouterMaestro.Application.Calls;

/// <summary>A request about a response that a provider stores.</summary>
/// <param name="Id">The provider's id of the response.</param>
/// <param name="Action">The action.</param>
internal sealed record StoredResponseRequest(string Id, StoredResponseAction Action);

/// <summary>An action on a response that a provider stores.</summary>
internal enum StoredResponseAction
{
    /// <summary>Returns the response.</summary>
    Retrieve,

    /// <summary>Returns the input items of the response.</summary>
    ListInput,

    /// <summary>Cancels the response while the provider generates it.</summary>
    Cancel,

    /// <summary>Deletes the response.</summary>
    Delete,
}
