using FuzzySharp;

namespace RouterMaestro.Cli.Parsing;

/// <summary>Guesses what a misspelt word was meant to be.</summary>
internal static class Suggestion
{
    // of 100: one wrong letter in a short word leaves more, another word less
    private const int Cutoff = 60;

    /// <summary>Returns a sentence with the likeliest of the known words, with a blank in front; empty if none is like it.</summary>
    public static string For(string word, IEnumerable<string> known, string prefix = "")
    {
        var best = known.Select(name => (Name: name, Score: Fuzz.Ratio(word, name))).OrderByDescending(guess => guess.Score).FirstOrDefault();
        return best.Score >= Cutoff ? $" Did you mean '{prefix}{best.Name}'?" : "";
    }
}
