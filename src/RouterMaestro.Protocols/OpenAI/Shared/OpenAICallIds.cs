using System.Security.Cryptography;
using System.Text;

namespace RouterMaestro.Protocols.OpenAI.Shared;

/// <summary>Fits the ids of calls, which other providers make longer than OpenAI takes them.</summary>
internal static class OpenAICallIds
{
    /// <summary>The most characters of an id in Chat: "string too long. Expected a string with maximum length 40".</summary>
    public const int MaxInChat = 40;

    /// <summary>The most characters of an id in Responses.</summary>
    public const int MaxInResponses = 64;

    private const int DigestBytes = 6;

    /// <summary>Returns an id that is neither empty nor too long. It is the same for a call and its result, and differs for different ids.</summary>
    /// <param name="id">The id.</param>
    /// <param name="max">The most characters.</param>
    public static string Fit(string id, int max) => id.Length > 0 && id.Length <= max ? id : Shorten(id, max);

    /// <summary>Returns an id that is not too long; an empty one stays empty.</summary>
    /// <param name="id">The id.</param>
    /// <param name="max">The most characters.</param>
    public static string Limit(string id, int max) => id.Length <= max ? id : Shorten(id, max);

    private static string Shorten(string id, int max) => string.Concat(
        id.AsSpan(0, Math.Min(id.Length, max - (2 * DigestBytes) - 1)),
        "_",
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)).AsSpan(0, DigestBytes)));
}
