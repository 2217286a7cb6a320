using System.Globalization;
using System.Text.RegularExpressions;

namespace RouterMaestro.AspNetCore.Tests.Secrets;

/// <summary>Secrets that must not get out, and the ways in which a provider may write them.</summary>
internal static partial class Canary
{
    /// <summary>The provider's key, with characters that JSON and URLs escape.</summary>
    public const string Key = "can+ary/Zx81-Qq27wE";

    /// <summary>The credential in a configured header field.</summary>
    public const string Custom = "cust/om+7731-Qw9Zx";

    /// <summary>A key that the gateway does not know, in the form of one.</summary>
    public const string Foreign = "sk-proj-AbCdEf123456";

    public static readonly string[] All = [Key, Custom, Foreign];

    /// <summary>The writings that are the same in a JSON string, the first of which is the secret itself.</summary>
    public static readonly Func<string, string>[] Writings =
    [
        secret => secret,
        secret => secret.Replace("/", "\\/", StringComparison.Ordinal).Replace("+", "\\u002b", StringComparison.Ordinal),
        secret => secret.Replace("+", "\\u002B", StringComparison.Ordinal).Replace("-", "\\u002D", StringComparison.Ordinal),
        secret => string.Concat(secret.Select(c => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"))),
        secret => string.Concat(secret.Select((c, at) => at % 2 == 0 ? $"{c}" : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"))),

        // JSON within a JSON string
        secret => secret.Replace("/", "\\\\/", StringComparison.Ordinal).Replace("-", "\\\\u002d", StringComparison.Ordinal),
    ];

    public static IEnumerable<int> WritingNumbers => Enumerable.Range(0, Writings.Length);

    /// <summary>Writes every secret.</summary>
    public static string[] Write(int writing) => [.. All.Select(Writings[writing])];

    /// <summary>Checks that a text holds no secret, however it is written.</summary>
    public static void AssertNone(string text)
    {
        foreach (var secret in All)
        {
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, Decoded(text), StringComparison.Ordinal);
        }
    }

    private static string Decoded(string text)
    {
        var unescaped = Unicode().Replace(text, match => ((char)int.Parse(match.Groups["code"].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());
        return Uri.UnescapeDataString(unescaped.Replace("\\", "", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\\+u(?<code>[0-9A-Fa-f]{4})")]
    private static partial Regex Unicode();
}
