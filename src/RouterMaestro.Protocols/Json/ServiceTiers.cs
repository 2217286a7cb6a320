using System.Text;
using System.Text.Json;

namespace RouterMaestro.Protocols.Json;

/// <summary>Reads service tiers, of which there are few, without making strings of the usual ones.</summary>
internal static class ServiceTiers
{
    private const int MaxBytes = 64;

    private static readonly (byte[] Name, string Text)[] _usual =
        [.. new[] { "default", "standard", "priority", "flex", "batch", "auto", "on_demand", "scale" }.Select(name => (Encoding.ASCII.GetBytes(name), name))];

    /// <summary>Reads the value of a member.</summary>
    /// <param name="reader">The reader, on the member's name; afterwards on its value.</param>
    /// <returns>The tier; null if there is none.</returns>
    public static string? Read(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }

        return reader.ValueIsEscaped ? null : Of(reader.ValueSpan);
    }

    /// <summary>Reads a value.</summary>
    /// <param name="quoted">The value with its quotes; empty if there is none.</param>
    public static string? FromQuoted(ReadOnlySpan<byte> quoted) => quoted is [(byte)'"', .. var text, (byte)'"'] ? Of(text) : null;

    private static string? Of(ReadOnlySpan<byte> text)
    {
        foreach (var (name, tier) in _usual)
        {
            if (text.SequenceEqual(name))
            {
                return tier;
            }
        }

        return text.Length is > 0 and <= MaxBytes && Ascii.IsValid(text) && !text.Contains((byte)'\\') ? Encoding.ASCII.GetString(text) : null;
    }
}
