using System.Globalization;

namespace RouterMaestro.Domain.Models;

/// <summary>The order in which models are listed: the priorities first, the rest by provider and name, newer numbers before older ones.</summary>
public static class ModelOrder
{
    /// <summary>Orders models.</summary>
    /// <param name="models">The models.</param>
    /// <param name="priorities">The qualified ids that come first, in order.</param>
    public static IEnumerable<ModelCard> Sort(IEnumerable<ModelCard> models, EquatableArray<string> priorities)
    {
        var places = priorities.Distinct().Select((id, place) => (id, place)).ToDictionary(p => p.id, p => p.place);
        return models
            .OrderBy(m => places.GetValueOrDefault(m.Ref.QualifiedId, int.MaxValue))
            .ThenBy(m => m.Ref.Provider, StringComparer.Ordinal)
            .ThenBy(m => m.Ref.Id, Comparer<string>.Create(CompareNaturally));
    }

    private static int CompareNaturally(string left, string right)
    {
        var (a, b) = (0, 0);
        while (a < left.Length && b < right.Length)
        {
            var order = char.IsAsciiDigit(left[a]) && char.IsAsciiDigit(right[b])
                ? NumberAt(right, ref b).CompareTo(NumberAt(left, ref a))
                : char.ToUpperInvariant(left[a++]).CompareTo(char.ToUpperInvariant(right[b++]));
            if (order != 0)
            {
                return order;
            }
        }

        var rest = (left.Length - a).CompareTo(right.Length - b);
        return rest != 0 ? rest : string.CompareOrdinal(left, right);
    }

    private static ulong NumberAt(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && at - start < 18 && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        return ulong.Parse(text.AsSpan(start, at - start), CultureInfo.InvariantCulture);
    }
}
