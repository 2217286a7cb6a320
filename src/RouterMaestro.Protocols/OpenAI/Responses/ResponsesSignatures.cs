using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Protocols.OpenAI.Responses;

/// <summary>
/// Encrypted reasoning, which goes back with the id of its item. To callers, what other providers sealed goes under marks, so that
/// it comes back as it was.
/// </summary>
internal static class ResponsesSignatures
{
    /// <summary>Puts an item's id and its encrypted content together.</summary>
    public static string Join(string? id, string content) =>
        ReasoningSignature.Of(WireProtocol.OpenAIResponses, $"{(id is null || id.Contains(':', StringComparison.Ordinal) ? "" : id)}:{content}");

    /// <summary>Takes a seal apart.</summary>
    /// <param name="signature">The seal; null when there is none.</param>
    /// <param name="provider">The provider that it is to go to.</param>
    /// <param name="id">The id of the item.</param>
    /// <param name="content">The encrypted content; empty for an item that told its reasoning openly.</param>
    /// <returns>False when another provider made the seal.</returns>
    public static bool TrySplit(string? signature, string provider, out string id, out string content)
    {
        (id, content) = ("", "");
        if (signature is null || ReasoningSignature.Open(signature, WireProtocol.OpenAIResponses, provider) is not { } pair)
        {
            return false;
        }

        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        (id, content) = colon < 0 ? ("", pair) : (pair[..colon], pair[(colon + 1)..]);
        return true;
    }

    /// <summary>Reads encrypted content that a caller sends back, or a provider gives.</summary>
    /// <param name="id">The id of the item.</param>
    /// <param name="content">The content.</param>
    /// <returns>The seal; null when the content was only there to be recognised.</returns>
    public static string? Read(string? id, string content) =>
        ReasoningSignature.IsMarked(content) ? ReasoningSignature.Unshow(content) : Join(id, content);
}
