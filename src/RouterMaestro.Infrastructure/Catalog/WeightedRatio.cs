using FuzzySharp;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Infrastructure.Catalog;

/// <summary>The weighted ratio: the best of several ways to compare texts, each with what it is worth.</summary>
internal sealed class WeightedRatio : INameSimilarity
{
    /// <summary>
    /// The least part of the shorter name that must stand in the other, in any order. All ways to compare count what names share, so
    /// with less none of them comes near to where names look alike (80); and most names are told apart so at a fraction of the cost.
    /// </summary>
    private const double MinShared = 0.7;

    public double Score(string name, string other) =>
        Shared(name, other) < MinShared * Math.Min(name.Length, other.Length) ? 0 : Fuzz.WeightedRatio(name, other);

    private static int Shared(string name, string other)
    {
        Span<int> counts = stackalloc int[128];
        counts.Clear();
        foreach (var letter in name)
        {
            counts[letter & 127]++;
        }

        var shared = 0;
        foreach (var letter in other)
        {
            if (counts[letter & 127]-- > 0)
            {
                shared++;
            }
        }

        return shared;
    }
}
