using System.Text.RegularExpressions;

namespace RouterMaestro.Domain.Pricing;

/// <summary>The spellings of a model's id that mean the same price.</summary>
internal static partial class ModelKey
{
    private const string ListPrefix = "models/";

    /// <summary>Returns the id in one spelling: <c>claude-sonnet-4.5</c> (GitHub Copilot) is <c>claude-sonnet-4-5</c> (Anthropic), Gemini's lists write <c>models/gemini-…</c>.</summary>
    public static string Of(string id)
    {
        var key = id.ToLowerInvariant().Replace('.', '-');
        return key.StartsWith(ListPrefix, StringComparison.Ordinal) ? key[ListPrefix.Length..] : key;
    }

    /// <summary>Returns the spellings in the order in which they are looked up: whole, without Bedrock's version, without the date.</summary>
    public static IEnumerable<string> Candidates(string id)
    {
        var key = Of(id);
        yield return key;
        var plain = Version().Replace(key, "");
        if (plain != key)
        {
            yield return plain;
        }

        var undated = Date().Replace(plain, "");
        if (undated != plain && undated.Length > 0)
        {
            yield return undated;
        }
    }

    // anthropic.claude-sonnet-4-5-20250929-v1:0
    [GeneratedRegex(@"(?:-v\d+(?::\d+)?|:\d+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Version();

    // claude-sonnet-4-5-20250929, claude-sonnet-4-5@20250929 (Vertex), gpt-5.1-2025-11-13, gemini-2.0-flash-001
    [GeneratedRegex(@"(?:[-@]\d{8}|-\d{4}-\d{2}-\d{2}|-00\d|-latest|@default)$", RegexOptions.CultureInvariant)]
    private static partial Regex Date();
}
