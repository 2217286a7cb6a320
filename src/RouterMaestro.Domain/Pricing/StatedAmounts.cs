using System.Numerics;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Domain.Pricing;

/// <summary>Converts what providers state into nano-dollars, exactly.</summary>
public static class StatedAmounts
{
    /// <summary>A billionth of GitHub's AI unit, which is one US cent.</summary>
    public const string NanoAiu = "nano-aiu";

    /// <summary>xAI's ticks: 10,000,000,000 are one US dollar.</summary>
    public const string UsdTicks = "usd-ticks";

    /// <summary>US dollars, as OpenRouter and Perplexity write them.</summary>
    public const string Usd = "usd";

    // 10 to this power holds every amount: a decimal has 28 digits behind its point, and a nano-AIU two more in nano-dollars
    private const int Scale = 30;
    private static readonly BigInteger _one = BigInteger.Pow(10, Scale);

    /// <summary>Adds amounts and rounds the sum once to nano-dollars, a half to the even number.</summary>
    /// <param name="stated">The amounts.</param>
    /// <returns>The sum; null if there is none, or if an amount is negative or has an unknown unit, since the sum would not be the whole.</returns>
    public static long? Sum(EquatableArray<StatedCost> stated) => ExactSum(stated) is { } sum ? Round(sum, _one) : null;

    /// <summary>Adds amounts and the prices of tokens for which no provider stated a cost, and rounds the sum once.</summary>
    /// <param name="stated">The amounts.</param>
    /// <param name="priced">The tokens, each with the price of the model that used them; null if it has none.</param>
    /// <returns>The sum; null if a part of it is unknown.</returns>
    public static long? Sum(EquatableArray<StatedCost> stated, IEnumerable<(ModelPrice? Price, TokenUsage Usage)> priced)
    {
        ArgumentNullException.ThrowIfNull(priced);
        if ((stated.IsEmpty ? BigInteger.Zero : ExactSum(stated)) is not { } sum)
        {
            return null;
        }

        var divisor = _one;
        foreach (var (price, usage) in priced)
        {
            if (price?.Multiply(usage) is not { } product)
            {
                return null;
            }

            sum = (sum * product.Divisor) + (product.Dividend * divisor);
            divisor *= product.Divisor;
        }

        return Round(sum, divisor);
    }

    private static BigInteger? ExactSum(EquatableArray<StatedCost> stated)
    {
        var sum = BigInteger.Zero;
        foreach (var cost in stated)
        {
            if (ExponentOf(cost.Unit) is not { } exponent || cost.Amount < 0)
            {
                return null;
            }

            var (mantissa, decimals) = Split(cost.Amount);
            sum += mantissa * BigInteger.Pow(10, Scale + exponent - decimals);
        }

        return stated.IsEmpty ? null : sum;
    }

    /// <summary>Returns the power of ten that makes nano-dollars of a unit; null if the unit is unknown.</summary>
    private static int? ExponentOf(string unit) => unit switch
    {
        NanoAiu => -2,
        UsdTicks => -1,
        Usd => 9,
        _ => null,
    };

    private static (BigInteger Mantissa, int Decimals) Split(decimal amount)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(amount, bits);
        var mantissa = ((BigInteger)(uint)bits[2] << 64) + ((BigInteger)(uint)bits[1] << 32) + (uint)bits[0];
        return (mantissa, (bits[3] >> 16) & 0xFF);
    }

    private static long? Round(BigInteger dividend, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(dividend, divisor, out var remainder);
        var order = (remainder * 2).CompareTo(divisor);
        if (order > 0 || (order == 0 && !quotient.IsEven))
        {
            quotient++;
        }

        return quotient <= long.MaxValue ? (long)quotient : null;
    }
}
