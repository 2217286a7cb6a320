using System.Text;
using System.Text.Json;

namespace RouterMaestro.Domain;

/// <summary>
/// One JSON value kept as the UTF-8 bytes it came in, equal to another when both mean the same JSON value:
/// white space, the order of object members and the spelling of numbers and escapes don't matter.
/// </summary>
/// <remarks>The bytes are not copied and not checked: the creator of a value is responsible for both.</remarks>
public sealed class RawJson : IEquatable<RawJson>
{
    /// <summary>Wraps the bytes of one JSON value.</summary>
    /// <param name="utf8">The bytes; they must not change as long as the value lives.</param>
    public RawJson(ReadOnlyMemory<byte> utf8) => Utf8 = utf8;

    /// <summary>Gets an empty object.</summary>
    public static RawJson EmptyObject { get; } = new("{}"u8.ToArray());

    /// <summary>Gets the bytes of the value.</summary>
    public ReadOnlyMemory<byte> Utf8 { get; }

    /// <summary>Wraps a value of a document that was parsed; escapes of lone surrogates, which no string can hold, become U+FFFD.</summary>
    /// <param name="utf8">The bytes; they must not change as long as the value lives.</param>
    public static RawJson FromParsed(ReadOnlyMemory<byte> utf8) => new(JsonEscaping.WithoutLoneSurrogates(utf8));

    /// <summary>Checks and wraps JSON text.</summary>
    /// <param name="json">The text of one JSON value.</param>
    /// <exception cref="JsonException">The text is not one JSON value.</exception>
    public static RawJson Parse(string json)
    {
        var utf8 = Encoding.UTF8.GetBytes(json);
        using var document = JsonDocument.Parse(utf8, JsonEquality.Options);
        return new RawJson(utf8);
    }

    /// <inheritdoc />
    public bool Equals(RawJson? other) =>
        other is not null && (Utf8.Span.SequenceEqual(other.Utf8.Span) || JsonEquality.SameValue(Utf8, other.Utf8));

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as RawJson);

    /// <inheritdoc />
    public override int GetHashCode() => JsonEquality.HashOf(Utf8);

    /// <summary>Gets the JSON text.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Utf8.Span);
}
