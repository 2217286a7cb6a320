using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Protocols.Tools;

/// <summary>What providers take as the name of a tool.</summary>
internal static class ToolNameRule
{
    /// <summary>The length that every provider takes.</summary>
    public const int Shortest = 64;

    private const int DigestBytes = 4;

    private static readonly SearchValues<char> _allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    public static int LongestFor(WireProtocol target) => target == WireProtocol.AnthropicMessages ? 128 : Shortest;

    /// <summary>Tells whether a name may stay. One that is empty stays too: that is the caller's mistake, and the provider's to tell.</summary>
    public static bool Allows(string name, int longest) => name.Length <= longest && !name.AsSpan().ContainsAnyExcept(_allowed);

    /// <summary>Makes an allowed name of one that is not: always the same one.</summary>
    /// <param name="name">The name.</param>
    /// <param name="longest">How long it may get.</param>
    /// <param name="isTaken">Tells which names are other tools'.</param>
    public static string Fit(string name, int longest, Func<string, bool> isTaken)
    {
        var plain = string.Create(name.Length, name, static (chars, name) =>
        {
            for (var at = 0; at < chars.Length; at++)
            {
                chars[at] = _allowed.Contains(name[at]) ? name[at] : '_';
            }
        });
        var (fitted, whole) = (Mark(plain, name, longest), name);
        while (isTaken(fitted))
        {
            whole += ' ';
            fitted = Mark(plain, whole, longest);
        }

        return fitted;
    }

    /// <summary>Cuts a name, and marks it by a digest of the whole, so that names that begin alike stay apart.</summary>
    public static string Mark(string name, string whole, int longest)
    {
        var kept = name.AsSpan(0, Math.Min(name.Length, longest - (2 * DigestBytes) - 1));
        return $"{kept}_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(whole)).AsSpan(0, DigestBytes))}";
    }
}
