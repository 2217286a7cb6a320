using FuzzySharp;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Infrastructure.Catalog;

/// <summary>Compares names for suggestions, by FuzzySharp's weighted ratio: the best of several ways to compare texts, each with its weight.</summary>
internal sealed class WeightedRatio : INameSimilarity
{
    /// <summary>
    /// The minimum part of the shorter name's letters that the other name must contain, in any order. Every comparison counts shared
    /// letters, so with fewer none reaches the threshold for similar names (80). This check is cheap and rules out most names.
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
