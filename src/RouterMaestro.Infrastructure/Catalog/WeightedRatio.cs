using FuzzySharp;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Infrastructure.Catalog;

/// <summary>The weighted ratio: the best of several ways to compare texts, each with what it is worth.</summary>
internal sealed class WeightedRatio : INameSimilarity
{
    public double Score(string name, string other) => Fuzz.WeightedRatio(name, other);
}
