using RouterMaestro.Domain;

namespace RouterMaestro.Infrastructure.Providers.Transport;

/// <summary>Takes beta features out of the header field by which a caller asks for them.</summary>
internal static class BetaFeatures
{
    /// <summary>Removes the features that match a pattern.</summary>
    /// <param name="field">The field's value: names with commas between them.</param>
    /// <param name="patterns">The patterns: names, or beginnings of names with a <c>*</c> behind them.</param>
    /// <returns>The same value if nothing matches; null if nothing is left.</returns>
    public static string? Strip(string field, EquatableArray<string> patterns)
    {
        if (patterns.IsEmpty)
        {
            return field;
        }

        var names = field.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string[] kept = [.. names.Where(name => !patterns.Any(pattern => Matches(name, pattern)))];
        return kept.Length == names.Length ? field : kept.Length == 0 ? null : string.Join(',', kept);
    }

    private static bool Matches(string name, string pattern) =>
        pattern is [.. var beginning, '*'] ? name.StartsWith(beginning, StringComparison.Ordinal) : name == pattern;
}
