using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Protocols.Anthropic.Wire;

/// <summary>Holds the names of members, in the form in which documents are searched for them.</summary>
internal static class AnthropicNames
{
    /// <summary>The extension that holds the unknown members of <c>thinking</c>.</summary>
    public const string Thinking = "thinking.";

    /// <summary>The extension that holds the unknown members of <c>output_config</c>.</summary>
    public const string OutputConfig = "output_config.";

    public static byte[][] Of(params string[] names) => [.. names.Select(Encoding.UTF8.GetBytes)];
}

/// <summary>Creates ids in Anthropic's form.</summary>
internal static class AnthropicIds
{
    private const int Digits = 24;
    private const int MaxOfCall = 64;
    private const int DigestBytes = 6;

    private static readonly SearchValues<byte> _allowed = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-"u8);

    public static string Message(ResponseIdentity identity) => $"msg_{identity.Id.AsSpan(0, Math.Min(Digits, identity.Id.Length))}";

    /// <summary>
    /// Makes the id of a call valid in the protocol. The call and its result get the same id, and different ids stay different.
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

    /// <summary>Makes the id of a call in a stream valid in the protocol; most ids are valid already.</summary>
    /// <param name="id">The id, escaped as in JSON.</param>
    public static ReadOnlySpan<byte> Call(ReadOnlySpan<byte> id) =>
        id.Length is > 0 and <= MaxOfCall && !id.ContainsAnyExcept(_allowed)
            ? id
            : Encoding.ASCII.GetBytes(Call(JsonText.CopyEscaped(id).ToString()));

    private static bool IsAllowed(char character) => char.IsAsciiLetterOrDigit(character) || character is '_' or '-';
}

/// <summary>Maps effort to Anthropic's values, the lowest of which is <c>low</c>.</summary>
internal static class AnthropicEffort
{
    public static Effort? Read(string name) => name.ToUpperInvariant() switch
    {
        "LOW" => Effort.Low,
        "MEDIUM" => Effort.Medium,
        "HIGH" => Effort.High,
        "XHIGH" => Effort.ExtraHigh,
        "MAX" => Effort.Max,
        _ => null,
    };

    public static ReadOnlySpan<byte> Write(Effort effort) => effort switch
    {
        Effort.Medium => "medium"u8,
        Effort.High => "high"u8,
        Effort.ExtraHigh => "xhigh"u8,
        Effort.Max => "max"u8,
        _ => "low"u8,
    };
}
