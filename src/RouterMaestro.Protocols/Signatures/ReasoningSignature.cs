using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Protocols.Signatures;

/// <summary>
/// Marks reasoning signatures with their origin. A provider refuses the signature of another provider, and a conversation may move
/// between providers, so that the codecs add a mark to the signatures that callers get.
/// </summary>
internal static class ReasoningSignature
{
    /// <summary>The prefix of marked signatures.</summary>
    public const string Mark = "rm1:";

    private const string Own = Mark + "from:";
    private const string Foreign = Mark + ":";
    private const string Redacted = Mark + "redacted:";
    private const char Divider = '|';
    private const char At = '@';

    /// <summary>Returns true if JSON may contain a marked signature. The search finds every mark, and few other texts.</summary>
    /// <param name="json">The conversation.</param>
    public static bool IsIn(ReadOnlySpan<byte> json)
    {
        var probe = "\"rm1:"u8;
        for (int at = 0, found; (found = json[at..].IndexOf(probe)) >= 0; at += found + probe.Length)
        {
            // a quote after a backslash is part of a string
            if (at + found > 0 && json[at + found - 1] != (byte)'\\')
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Adds the mark of a protocol to a signature.</summary>
    /// <param name="origin">The protocol of the providers that accept it.</param>
    /// <param name="signature">The signature.</param>
    public static string Of(WireProtocol origin, string signature) => $"{Mark}{origin.Name}:{signature}";

    /// <summary>Removes the mark of a protocol.</summary>
    /// <param name="marked">The marked signature.</param>
    /// <param name="origin">The protocol.</param>
    /// <param name="provider">The provider that gets the signature; null for any provider of the protocol.</param>
    /// <returns>The signature; null if it has another mark, or is of another provider.</returns>
    public static string? Open(string marked, WireProtocol origin, string? provider = null)
    {
        if (!marked.StartsWith(Mark + origin.Name, StringComparison.Ordinal))
        {
            return null;
        }

        var rest = marked.AsSpan(Mark.Length + origin.Name.Length);
        var colon = rest.IndexOf(':');
        if (rest is [At, ..] && colon > 0)
        {
            var madeBy = rest[1..colon];
            return provider is null || madeBy.Equals(provider, StringComparison.OrdinalIgnoreCase) ? rest[(colon + 1)..].ToString() : null;
        }

        return colon == 0 ? rest[1..].ToString() : null;
    }

    /// <summary>Returns true if a signature has any mark, so that it must not be sent to a provider as it is.</summary>
    public static bool IsMarked(string signature) => signature.StartsWith(Mark, StringComparison.Ordinal);

    /// <summary>Creates the gateway's own signature, for callers that expect one on reasoning without a signature. It is never sent to a provider.</summary>
    /// <param name="model">The qualified id of the model that reasoned.</param>
    public static string From(string model) => Own + model;

    /// <summary>Creates the gateway's own signature for reasoning that returns to the provider in a certain member. It has no model yet.</summary>
    /// <param name="shape">The name of the member, which only the protocol of the provider reads.</param>
    public static string ForShape(string shape) => $"{Own}{Divider}{shape}";

    /// <summary>Completes the signature for a caller with its origin.</summary>
    /// <param name="signature">The signature; null if the reasoning has none.</param>
    /// <param name="model">The qualified id of the model that reasoned.</param>
    public static string Signed(string? signature, string model)
    {
        var end = signature is null ? 0 : EndOfProtocol(signature);
        return end > 0 ? $"{signature![..end]}{At}{model.Split('/', 2)[0]}{signature[end..]}" : Named(signature, model);
    }

    /// <summary>Returns true if a protocol cannot have a name, because a mark with that name means something else.</summary>
    public static bool IsReserved(string protocol) => $"{Mark}{protocol}:" is Own or Redacted;

    /// <summary>Completes a signature of the gateway's own with the model. Returns any other signature unchanged.</summary>
    /// <param name="signature">The signature; null if the reasoning has none.</param>
    /// <param name="model">The qualified id of the model that reasoned.</param>
    public static string Named(string? signature, string model) =>
        string.IsNullOrEmpty(signature) ? From(model)
        : signature.Length > Own.Length && signature.StartsWith(Own, StringComparison.Ordinal) && signature[Own.Length] == Divider ? From(model) + signature[Own.Length..]
        : signature;

    /// <summary>Reads the model in a signature of the gateway's own.</summary>
    /// <returns>The qualified id of the model; null if the signature is not the gateway's own.</returns>
    public static string? OriginOf(string signature) => signature.StartsWith(Own, StringComparison.Ordinal) ? signature[Own.Length..].Split(Divider, 2)[0] : null;

    /// <summary>Reads the member in which the reasoning returns to the provider.</summary>
    /// <returns>The name of the member; null for the default.</returns>
    public static string? ShapeOf(string signature) =>
        signature.StartsWith(Own, StringComparison.Ordinal) && signature.IndexOf(Divider, StringComparison.Ordinal) is var at and >= 0 ? signature[(at + 1)..] : null;

    /// <summary>Marks a signature for a caller of another protocol, which would take it for one of its own protocol.</summary>
    public static string Wrap(string signature) => IsMarked(signature) ? signature : Foreign + signature;

    /// <summary>Marks the data of redacted reasoning.</summary>
    public static string WrapRedacted(string data) => Redacted + data;

    /// <summary>Removes the mark that was added for a caller of another protocol.</summary>
    /// <returns>The signature; null if nothing follows the mark.</returns>
    public static string? Unwrap(string marked) =>
        !marked.StartsWith(Foreign, StringComparison.Ordinal) ? marked : marked.Length > Foreign.Length ? marked[Foreign.Length..] : null;

    /// <summary>Reads the data of redacted reasoning; null if the text is not marked as such.</summary>
    public static string? ReadRedacted(string? marked) =>
        marked is not null && marked.StartsWith(Redacted, StringComparison.Ordinal) ? marked[Redacted.Length..] : null;

    /// <summary>Returns true if a signature, as UTF-8, is the gateway's own.</summary>
    public static bool IsOwn(ReadOnlySpan<byte> signature) => signature.StartsWith("rm1:from:"u8);

    /// <summary>Returns true if a signature, as UTF-8, has any mark, with or without a provider.</summary>
    public static bool IsMarked(ReadOnlySpan<byte> signature) => signature.StartsWith("rm1:"u8);

    /// <summary>Finds the end of the protocol's name in a mark without a provider; 0 if a signature has no such mark.</summary>
    private static int EndOfProtocol(string signature)
    {
        if (!IsMarked(signature) || signature.StartsWith(Own, StringComparison.Ordinal) || signature.StartsWith(Redacted, StringComparison.Ordinal))
        {
            return 0;
        }

        var colon = signature.IndexOf(':', Mark.Length);
        return colon > Mark.Length && !signature.AsSpan(Mark.Length, colon - Mark.Length).Contains(At) ? colon : 0;
    }

    /// <summary>Returns a signature that a provider sent.</summary>
    /// <returns>The signature; null if there is none, or if it is the gateway's own and proves nothing.</returns>
    public static string? Received(string? signature) => string.IsNullOrEmpty(signature) || OriginOf(signature) is not null ? null : signature;
}
