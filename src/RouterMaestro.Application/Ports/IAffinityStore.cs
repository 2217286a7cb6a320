using RouterMaestro.Domain.Models;

namespace RouterMaestro.Application.Ports;

/// <summary>
/// Remembers the provider of each reasoning signature and the model of each stored response, since only that provider accepts them
/// again. The default keeps digests of the last entries in memory; another one may share them between gateways.
/// </summary>
/// <remarks>It is called on the request path, by several threads at once, and must not wait for a network: an entry that is not known yet reads as null.</remarks>
public interface IAffinityStore
{
    /// <summary>Gets a value indicating whether the store has no entries.</summary>
    bool IsEmpty { get; }

    /// <summary>Records the model of a response that its provider stores.</summary>
    /// <param name="id">The response's id, as UTF-8 without JSON escapes.</param>
    /// <param name="model">The model.</param>
    void RememberResponse(ReadOnlySpan<byte> id, ModelRef model);

    /// <summary>Finds the model of a response that its provider stores.</summary>
    /// <param name="id">The response's id.</param>
    /// <returns>The model; null if it is unknown or no longer known.</returns>
    ModelRef? FindResponse(string id);

    /// <summary>Records the provider of a signature. A signature of several providers is ascribed to none of them.</summary>
    /// <param name="signature">The signature, as UTF-8 without JSON escapes.</param>
    /// <param name="provider">The provider's id.</param>
    void RememberSignature(ReadOnlySpan<byte> signature, string provider);

    /// <summary>Finds the provider of a signature.</summary>
    /// <param name="signature">The signature, as UTF-8 without JSON escapes.</param>
    /// <returns>The provider's id; null if it is unknown, no longer known or ambiguous.</returns>
    string? FindSignature(ReadOnlySpan<byte> signature);

    /// <summary>Returns whether a provider has signed any call of a tool, as Gemini does. A store without signatures of calls says no.</summary>
    /// <param name="provider">The provider's id.</param>
    bool SignsCalls(string provider) => false;

    /// <summary>Records the signature of a call, for clients that return nothing of a call but its id, name and arguments. A store may ignore it.</summary>
    /// <param name="call">A digest of the call and of who made the request.</param>
    /// <param name="provider">The provider's id.</param>
    /// <param name="signature">The signature, as JSON.</param>
    void RememberCall(ReadOnlySpan<byte> call, string provider, string signature)
    {
    }

    /// <summary>Finds the signature of a call.</summary>
    /// <param name="call">The digest of the call.</param>
    /// <param name="provider">The provider's id.</param>
    /// <returns>The signature; null if it is unknown or no longer known.</returns>
    string? FindCall(ReadOnlySpan<byte> call, string provider) => null;
}
