using System.Buffers.Text;
using System.Text.Json;

namespace RouterMaestro.Protocols.RequestScanning;

/// <summary>The shape of a known top-level field of a request. Null is always allowed and counts as absent.</summary>
internal enum FieldShape
{
    /// <summary>Any value: the provider validates it.</summary>
    Any,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A number of at least 0.</summary>
    NotNegative,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A whole number of at least 0.</summary>
    Count,

    /// <summary>A whole number of at least 1.</summary>
    Positive,

    /// <summary>A string.</summary>
    String,

    /// <summary>An array.</summary>
    Array,

    /// <summary>An object.</summary>
    Object,
}

/// <summary>Checks values against the shape of their field.</summary>
internal static class FieldShapes
{
    /// <summary>Returns true if a value, not null, has a shape.</summary>
    public static bool Fits(this FieldShape shape, JsonValueKind kind, ReadOnlySpan<byte> value) => shape switch
    {
        FieldShape.Any => true,
        FieldShape.Boolean => kind is JsonValueKind.True or JsonValueKind.False,
        FieldShape.String => kind == JsonValueKind.String,
        FieldShape.Array => kind == JsonValueKind.Array,
        FieldShape.Object => kind == JsonValueKind.Object,
        FieldShape.Number => kind == JsonValueKind.Number,
        FieldShape.NotNegative => kind == JsonValueKind.Number && !IsNegative(value),
        FieldShape.Integer => kind == JsonValueKind.Number && ToInteger(value) is not null,
        FieldShape.Count => kind == JsonValueKind.Number && ToInteger(value) is >= 0,
        _ => kind == JsonValueKind.Number && ToInteger(value) is >= 1,
    };

    /// <summary>Returns the description of a shape for an error message.</summary>
    public static string Wanted(this FieldShape shape) => shape switch
    {
        FieldShape.Boolean => "a boolean",
        FieldShape.Number => "a number",
        FieldShape.NotNegative => "a number of at least 0",
        FieldShape.Integer => "an integer",
        FieldShape.Count => "an integer of at least 0",
        FieldShape.Positive => "a positive integer",
        FieldShape.String => "a string",
        FieldShape.Array => "an array",
        FieldShape.Object => "an object",
        _ => "a value",
    };

    /// <summary>Reads a whole number, also if it is written as a fraction or with an exponent.</summary>
    /// <param name="number">A valid number.</param>
    /// <returns>The number, limited to the range of long; null if it is not whole.</returns>
    public static long? ToInteger(ReadOnlySpan<byte> number)
    {
        if (Utf8Parser.TryParse(number, out long whole, out var used) && used == number.Length)
        {
            return whole;
        }

        return Utf8Parser.TryParse(number, out double real, out used) && used == number.Length && double.IsInteger(real) ? (long)real : null;
    }

    private static bool IsNegative(ReadOnlySpan<byte> number) =>
        number[0] == (byte)'-' && !(Utf8Parser.TryParse(number, out double real, out _) && real == 0);
}
