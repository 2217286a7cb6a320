using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace RouterMaestro.Domain;

/// <summary>
/// Text that keeps the escaped UTF-8 form it had in a JSON document, so that translating a request need not decode and
/// encode it again. Two values are equal when they spell the same text.
/// </summary>
/// <remarks>Lone surrogates become U+FFFD, as JSON writers demand.</remarks>
public readonly struct JsonText : IEquatable<JsonText>
{
    private static readonly byte[] _emptyQuoted = "\"\""u8.ToArray();
    private readonly ReadOnlyMemory<byte> _quoted;

    private JsonText(ReadOnlyMemory<byte> quoted) => _quoted = quoted;

    /// <summary>Gets the empty text.</summary>
    public static JsonText Empty => default;

    /// <summary>Gets the text as a JSON string literal, quotes included.</summary>
    public ReadOnlyMemory<byte> Quoted => _quoted.IsEmpty ? _emptyQuoted : _quoted;

    /// <summary>Gets the text as it stands between the quotes of a JSON string literal.</summary>
    public ReadOnlyMemory<byte> Escaped => _quoted.IsEmpty ? default : _quoted[1..^1];

    /// <summary>Gets a value indicating whether there is no text.</summary>
    public bool IsEmpty => _quoted.Length <= 2;

    /// <summary>Makes a value from a string.</summary>
    [SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "FromString is the alternate.")]
    public static implicit operator JsonText(string text) => FromString(text);

    /// <summary>Compares two texts.</summary>
    public static bool operator ==(JsonText left, JsonText right) => left.Equals(right);

    /// <summary>Compares two texts.</summary>
    public static bool operator !=(JsonText left, JsonText right) => !left.Equals(right);

    /// <summary>Makes a value from a string.</summary>
    /// <param name="text">The text, not escaped.</param>
    public static JsonText FromString(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == 0 ? default : new(JsonEscaping.Quote(text));
    }

    /// <summary>Wraps a JSON string literal without copying it.</summary>
    /// <param name="quoted">The literal with its quotes, known to be valid JSON; it must not change as long as the value lives.</param>
    public static JsonText FromQuoted(ReadOnlyMemory<byte> quoted) =>
        quoted.Length <= 2 ? default : new(JsonEscaping.WithoutLoneSurrogates(quoted));

    /// <summary>Copies text that is escaped already and has no quotes.</summary>
    /// <param name="escaped">The text as it stands between the quotes of a valid JSON string literal.</param>
    public static JsonText CopyEscaped(ReadOnlySpan<byte> escaped)
    {
        if (escaped.IsEmpty)
        {
            return default;
        }

        var quoted = new byte[escaped.Length + 2];
        quoted[0] = quoted[^1] = (byte)'"';
        escaped.CopyTo(quoted.AsSpan(1));
        return FromQuoted(quoted);
    }

    /// <inheritdoc />
    public bool Equals(JsonText other) =>
        Escaped.Span.SequenceEqual(other.Escaped.Span)
        || ((HasEscapes || other.HasEscapes) && string.Equals(ToString(), other.ToString(), StringComparison.Ordinal));

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is JsonText other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>Decodes the text.</summary>
    public override string ToString() => HasEscapes ? JsonEscaping.Decode(Quoted.Span) : Encoding.UTF8.GetString(Escaped.Span);

    private bool HasEscapes => Escaped.Span.Contains((byte)'\\');
}
