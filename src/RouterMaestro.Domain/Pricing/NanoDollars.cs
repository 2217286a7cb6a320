using System.Numerics;

namespace RouterMaestro.Domain.Pricing;

/// <summary>Amounts of money in billionths of a US dollar.</summary>
public static class NanoDollars
{
    /// <summary>The number of nano-dollars in a dollar.</summary>
    public const long PerDollar = 1_000_000_000;

    /// <summary>The highest price of a million tokens that is accepted: a million dollars.</summary>
    public const long MaxPrice = 1_000_000 * PerDollar;

    private const int Decimals = 9;
    private const int MaxLength = 64;

    /// <summary>Reads a price in dollars without rounding it.</summary>
    /// <param name="dollars">A number as JSON writes it, such as <c>0.15</c> or <c>3e-2</c>.</param>
    /// <param name="price">The price in nano-dollars.</param>
    /// <returns>True if the text is a number from 0 to <see cref="MaxPrice"/> that is whole in nano-dollars; otherwise false.</returns>
    public static bool TryParse(string? dollars, out long price)
    {
        price = 0;
        if (dollars is not { Length: > 0 and <= MaxLength })
        {
            return false;
        }

        var exponentAt = dollars.AsSpan().IndexOfAny('e', 'E');
        var mantissa = exponentAt < 0 ? dollars : dollars[..exponentAt];
        var exponent = 0;
        if (exponentAt >= 0 && !(int.TryParse(dollars.AsSpan(exponentAt + 1), System.Globalization.NumberStyles.AllowLeadingSign, null, out exponent) && Math.Abs(exponent) <= MaxLength))
        {
            return false;
        }

        var pointAt = mantissa.IndexOf('.', StringComparison.Ordinal);
        var fraction = pointAt < 0 ? 0 : mantissa.Length - pointAt - 1;
        var digits = pointAt < 0 ? mantissa : mantissa.Remove(pointAt, 1);
        if (digits.Length == 0 || pointAt == 0 || pointAt == mantissa.Length - 1 || !digits.All(char.IsAsciiDigit))
        {
            return false;
        }

        var (whole, shift) = (BigInteger.Parse(digits, System.Globalization.CultureInfo.InvariantCulture), Decimals + exponent - fraction);
        var scale = BigInteger.Pow(10, Math.Abs(shift));
        if (shift < 0 && !BigInteger.Remainder(whole, scale).IsZero)
        {
            return false;
        }

        var amount = shift < 0 ? whole / scale : whole * scale;
        if (amount > MaxPrice)
        {
            return false;
        }

        price = (long)amount;
        return true;
    }

    /// <summary>Divides and rounds to the nearest whole number, a half to the even one.</summary>
    /// <param name="dividend">The dividend, not negative.</param>
    /// <param name="divisor">The divisor, above zero.</param>
    /// <returns>The quotient; null if it is more than nano-dollars can count.</returns>
    internal static long? Divide(Int128 dividend, Int128 divisor)
    {
        var (quotient, remainder) = Int128.DivRem(dividend, divisor);
        var twice = remainder * 2;
        if (twice > divisor || (twice == divisor && Int128.IsOddInteger(quotient)))
        {
            quotient++;
        }

        return quotient <= long.MaxValue ? (long)quotient : null;
    }
}
