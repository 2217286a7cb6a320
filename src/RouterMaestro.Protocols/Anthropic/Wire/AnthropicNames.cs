using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Protocols.Anthropic.Wire;

/// <summary>Names of members, in the form in which documents are searched for them.</summary>
internal static class AnthropicNames
{
    /// <summary>Where the members that belong into <c>thinking</c> are kept.</summary>
    public const string Thinking = "thinking.";

    /// <summary>Where the members that belong into <c>output_config</c> are kept.</summary>
    public const string OutputConfig = "output_config.";

    public static byte[][] Of(params string[] names) => [.. names.Select(Encoding.UTF8.GetBytes)];
}

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

/// <summary>
/// What Anthropic's own models take, by the names that Anthropic gave them. Any other name is taken for a model of today: adaptive
/// thinking and effort.
/// </summary>
internal static partial class AnthropicModels
{
    /// <summary>Tells models from before adaptive thinking, which also know no effort.</summary>
    public static bool NeedBudget(string model) => Early().IsMatch(model);

    /// <summary>Tells models that think adaptively or not at all.</summary>
    public static bool RefuseBudget(string model) => Late().IsMatch(model);

    /// <summary>Tells models whose ladder of effort has no rung between high and max.</summary>
    public static bool LackExtraHigh(string model) => FirstAdaptive().IsMatch(model);

    [GeneratedRegex("claude-(?:[23]|instant|(?:sonnet|opus|haiku)-4(?:(?=$|[-@:]20[0-9]{2})|[-.][0-5](?![0-9])))", RegexOptions.IgnoreCase)]
    private static partial Regex Early();

    [GeneratedRegex("claude-(?:sonnet|opus)-4[-.]6(?![0-9])", RegexOptions.IgnoreCase)]
    private static partial Regex FirstAdaptive();

    [GeneratedRegex("claude-[a-z]+-(?:4[-.][7-9]|[5-9])(?![0-9])", RegexOptions.IgnoreCase)]
    private static partial Regex Late();
}

/// <summary>The effort ladder in Anthropic's words, which have no rung below <c>low</c>.</summary>
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
