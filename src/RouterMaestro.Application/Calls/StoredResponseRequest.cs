namespace RouterMaestro.Application.Calls;

/// <summary>A request about an answer that a provider keeps.</summary>
/// <param name="Id">The provider's id of the answer.</param>
/// <param name="Action">What is to be done with it.</param>
public sealed record StoredResponseRequest(string Id, StoredResponseAction Action);
