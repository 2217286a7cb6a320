using System.Security.Cryptography;
using System.Text;

namespace RouterMaestro.Application.Protocols.Anthropic;

/// <summary>Ids in Anthropic's form.</summary>
internal static class AnthropicIds
{
    private const int Digits = 24;
    private const int MostOfCall = 64;
    private const int DigestBytes = 6;

    public static string Message(AnswerIdentity identity) => $"msg_{identity.Id.AsSpan(0, Math.Min(Digits, identity.Id.Length))}";

    /// <summary>
    /// Makes the id of a call one that the provider takes: the same one for the call and for its result, and different ones for
    /// different ids.
    /// </summary>
    public static string Call(string id)
    {
        if (id.Length is > 0 and <= MostOfCall && id.All(IsAllowed))
        {
            return id;
        }

        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)).AsSpan(0, DigestBytes));
        var readable = id.Take(MostOfCall - (2 * DigestBytes) - 1).Select(c => IsAllowed(c) ? c : '_');
        return $"{string.Concat(readable)}_{digest}";
    }

    private static bool IsAllowed(char character) => char.IsAsciiLetterOrDigit(character) || character is '_' or '-';
}
