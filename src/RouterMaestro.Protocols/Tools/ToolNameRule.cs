using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace RouterMaestro.Protocols.Tools;

/// <summary>The rules for tool names.</summary>
internal static class ToolNameRule
{
    /// <summary>The maximum length that every protocol accepts.</summary>
    public const int CommonMaxLength = 64;

    private const int DigestBytes = 4;

    private static readonly SearchValues<char> _allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    /// <summary>Returns true if a name is allowed. An empty name is too: the provider reports that error of the caller.</summary>
    public static bool Allows(string name, int maxLength) => name.Length <= maxLength && !name.AsSpan().ContainsAnyExcept(_allowed);

    /// <summary>Returns an allowed name for one that is not. The result is always the same for a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="maxLength">The maximum length.</param>
    /// <param name="isTaken">Returns true for names of other tools.</param>
    public static string Fit(string name, int maxLength, Func<string, bool> isTaken)
    {
        var plain = string.Create(name.Length, name, static (chars, name) =>
        {
            for (var at = 0; at < chars.Length; at++)
            {
                chars[at] = _allowed.Contains(name[at]) ? name[at] : '_';
            }
        });
        var (fitted, whole) = (Mark(plain, name, maxLength), name);
        while (isTaken(fitted))
        {
            whole += ' ';
            fitted = Mark(plain, whole, maxLength);
        }

        return fitted;
    }

    /// <summary>Shortens a name and adds a digest of the whole name, so that names with the same beginning stay distinct.</summary>
    public static string Mark(string name, string whole, int maxLength)
    {
        var head = name.AsSpan(0, Math.Min(name.Length, maxLength - (2 * DigestBytes) - 1));
        return $"{head}_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(whole)).AsSpan(0, DigestBytes))}";
    }
}
