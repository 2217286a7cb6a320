namespace RouterMaestro.Infrastructure.Configuration.Files;

/// <summary>Finds the name that a wrongly spelled one may mean.</summary>
internal static class Spelling
{
    // one slip in three characters: connnect for connect, modelz for models
    private const int CharactersPerSlip = 3;

    // no member has a longer name, and the effort grows with the length
    private const int MaxLength = 64;

    /// <summary>Finds the name that is most like another one; null if none is similar.</summary>
    /// <param name="name">The name as it is written.</param>
    /// <param name="known">The valid names.</param>
    public static string? FindSimilar(string name, IEnumerable<string> known)
    {
        var plain = Plain(name.Length > MaxLength ? "" : name);
        var (best, slips) = known.Select(other => (Name: other, Slips: Distance(plain, Plain(other)))).OrderBy(other => other.Slips).FirstOrDefault();
        return best is not null && slips <= Math.Max(1, Math.Min(plain.Length, best.Length) / CharactersPerSlip) ? best : null;
    }

    /// <summary>Returns the question that follows an error about a name; an empty text if no name is similar.</summary>
    public static string Question(string name, IEnumerable<string> known) => FindSimilar(name, known) is { } similar ? $": did you mean \"{similar}\"?" : "";

    // apiKey, api_key and API-Key are one name to those who write them
    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    /// <summary>Counts the characters to insert, remove, replace or swap with their neighbours (optimal string alignment).</summary>
    private static int Distance(string one, string other)
    {
        var rows = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++)
        {
            for (var j = 0; j <= other.Length; j++)
            {
                rows[i, j] = i == 0 || j == 0 ? i + j : Math.Min(
                    Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1, rows[i - 1, j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[one.Length, other.Length];
    }
}
