using System.Buffers;

namespace RouterMaestro.AspNetCore.Auth;

/// <summary>The rule about the names of keys, which stand in paths, logs and reports.</summary>
internal static class KeyNames
{
    private const int MaxCharacters = 64;

    private static readonly SearchValues<char> _allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>Returns the error of a name; null if it is allowed.</summary>
    public static string? ErrorOf(string name) =>
        name.Length is 0 or > MaxCharacters || name.AsSpan().ContainsAnyExcept(_allowed) || !char.IsAsciiLetterOrDigit(name[0])
            ? $"The name of a key has 1 to {MaxCharacters} letters, digits, '.', '_' and '-', and begins with a letter or digit."
        : KeyIdentity.IsReserved(name) ? $"The name '{name}' stands for a key of the gateway's configuration: choose another."
        : null;
}
