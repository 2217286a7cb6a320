using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using RouterMaestro.Domain;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Protocols.Anthropic;

/// <summary>Ids in Anthropic's form.</summary>
internal static class AnthropicIds
{
    private const int Digits = 24;
    private const int MaxOfCall = 64;
    private const int DigestBytes = 6;

    private static readonly SearchValues<byte> _allowed = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-"u8);

    public static string Message(ResponseIdentity identity) => $"msg_{identity.Id.AsSpan(0, Math.Min(Digits, identity.Id.Length))}";

    /// <summary>
    /// Makes the id of a call one that the dialect allows: the same one for the call and for its result, and different ones for
    /// different ids.
    /// </summary>
    public static string Call(string id)
    {
        if (id.Length is > 0 and <= MaxOfCall && id.All(IsAllowed))
        {
            return id;
        }

        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)).AsSpan(0, DigestBytes));
        var readable = id.Take(MaxOfCall - (2 * DigestBytes) - 1).Select(c => IsAllowed(c) ? c : '_');
        return $"{string.Concat(readable)}_{digest}";
    }

    /// <summary>Makes the id of a call in a stream one that the dialect allows; most are.</summary>
    /// <param name="id">The id, escaped as in JSON.</param>
    public static ReadOnlySpan<byte> Call(ReadOnlySpan<byte> id) =>
        id.Length is > 0 and <= MaxOfCall && !id.ContainsAnyExcept(_allowed)
            ? id
            : Encoding.ASCII.GetBytes(Call(JsonText.CopyEscaped(id).ToString()));

    private static bool IsAllowed(char character) => char.IsAsciiLetterOrDigit(character) || character is '_' or '-';
}
