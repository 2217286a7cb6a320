using System.Globalization;
using System.Runtime.InteropServices;

namespace RouterMaestro.Domain.Models;

/// <summary>A model's name, normalized for comparison.</summary>
/// <param name="Identity">The name in lower case, with dashes for blanks, dots and underscores, and its date without dashes.</param>
/// <param name="Family">The identity without the date, or the word <c>latest</c>, at its end.</param>
/// <param name="Date">The date as a number, such as 20250617; 0 when there is none.</param>
/// <param name="IsLatest">Whether the name asks for the latest of its family.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ModelName(string Identity, string Family, int Date, bool IsLatest)
{
    private const string Latest = "-latest";

    /// <summary>Normalizes a name.</summary>
    public static ModelName Of(string name)
    {
        var spelled = name.ToLowerInvariant().Replace(' ', '-').Replace('.', '-').Replace('_', '-');
        return DateAt(spelled, "-yyyyMMdd") ?? DateAt(spelled, "-yyyy-MM-dd")
            ?? (spelled.Length > Latest.Length && spelled.EndsWith(Latest, StringComparison.Ordinal)
                ? new(spelled, spelled[..^Latest.Length], 0, IsLatest: true)
                : new(spelled, spelled, 0, IsLatest: false));
    }

    /// <summary>Returns the name with a word in front of it.</summary>
    public ModelName After(string word) => this with { Identity = word + Identity, Family = word + Family };

    // eight digits that are no date belong to the version
    private static ModelName? DateAt(string spelled, string shape)
    {
        if (spelled.Length <= shape.Length
            || !DateOnly.TryParseExact(spelled.AsSpan(spelled.Length - shape.Length), shape, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            || date.Year is < 2000 or > 2099)
        {
            return null;
        }

        var family = spelled[..^shape.Length];
        return new(string.Create(CultureInfo.InvariantCulture, $"{family}-{date:yyyyMMdd}"), family, (date.Year * 10_000) + (date.Month * 100) + date.Day, IsLatest: false);
    }
}
