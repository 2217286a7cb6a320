using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Protocols.OpenAI.Responses;

/// <summary>Ids in the dialect's form: what they are of, and 16 hexadecimal digits.</summary>
internal static class ResponsesIds
{
    private const int Digits = 16;
    private const int DigitsOfIndex = 4;
    private const int MaxOfCall = 64;
    private const int DigestBytes = 6;

    public static string Response(ResponseIdentity identity) => identity.Given ?? $"resp-{identity.Id.AsSpan(0, Math.Min(Digits, identity.Id.Length))}";

    /// <summary>Makes the id of an item, the same whenever it is asked for.</summary>
    /// <param name="kind">What the item is: <c>msg</c>, <c>fc</c>, <c>ctc</c>, <c>tsc</c> or <c>rs</c>.</param>
    /// <param name="identity">The answer that it belongs to.</param>
    /// <param name="index">Its place in the output.</param>
    public static string Item(string kind, ResponseIdentity identity, int index) => string.Create(
        CultureInfo.InvariantCulture, $"{kind}-{identity.Id.AsSpan(0, Math.Min(Digits - DigitsOfIndex, identity.Id.Length))}{index:x4}");

    /// <summary>Makes the id of a call neither empty nor too long: the same one for the call and for its result, and different ones for different ids.</summary>
    public static string Call(string id) => id.Length is > 0 and <= MaxOfCall
        ? id
        : string.Concat(
            id.AsSpan(0, Math.Min(id.Length, MaxOfCall - (2 * DigestBytes) - 1)),
            "_",
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)).AsSpan(0, DigestBytes)));
}
