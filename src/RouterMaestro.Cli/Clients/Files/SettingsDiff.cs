using System.Text.RegularExpressions;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace RouterMaestro.Cli.Clients.Files;

/// <summary>Shows what a change of a settings file does, as a unified diff without secrets.</summary>
internal static partial class SettingsDiff
{
    private const int Context = 3;

    /// <summary>Returns the lines of the diff; none if the texts are the same.</summary>
    /// <param name="file">The file.</param>
    /// <param name="before">Its text; null if there is no file.</param>
    /// <param name="after">The text that it would have; null if it would be deleted.</param>
    public static IReadOnlyList<string> Lines(string file, string? before, string? after)
    {
        var lines = InlineDiffBuilder.Diff(WithoutEnd(before), WithoutEnd(after)).Lines.Where(line => !(line.Text.Length == 0 && IsEmpty(line.Type == ChangeType.Deleted ? before : after))).ToArray();
        var changed = lines.Index().Where(line => line.Item.Type != ChangeType.Unchanged).Select(line => line.Index).ToArray();
        if (changed.Length == 0)
        {
            return [];
        }

        List<string> diff = [before is null ? "--- (no file)" : $"--- {file}", after is null ? "+++ (no file)" : $"+++ {file}"];
        for (var first = 0; first < changed.Length;)
        {
            var last = first;
            while (last + 1 < changed.Length && changed[last + 1] - changed[last] <= 2 * Context)
            {
                last++;
            }

            AddHunk(diff, lines, Math.Max(0, changed[first] - Context), Math.Min(lines.Length - 1, changed[last] + Context));
            first = last + 1;
        }

        return diff;
    }

    private static bool IsEmpty(string? text) => string.IsNullOrEmpty(text);

    // the line end of the last line begins no other
    private static string WithoutEnd(string? text) => text is null ? "" : text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;

    private static void AddHunk(List<string> diff, DiffPiece[] lines, int first, int last)
    {
        int Count(int from, int to, ChangeType other) => lines[from..to].Count(line => line.Type != other);

        var (old, added) = (Count(first, last + 1, ChangeType.Inserted), Count(first, last + 1, ChangeType.Deleted));
        var (oldStart, newStart) = (Count(0, first, ChangeType.Inserted), Count(0, first, ChangeType.Deleted));
        diff.Add($"@@ -{(old == 0 ? 0 : oldStart + 1)},{old} +{(added == 0 ? 0 : newStart + 1)},{added} @@");
        diff.AddRange(lines[first..(last + 1)].Select(line => Mark(line.Type) + Masked(line.Text)));
    }

    private static char Mark(ChangeType type) => type switch
    {
        ChangeType.Inserted => '+',
        ChangeType.Deleted => '-',
        _ => ' ',
    };

    private static string Masked(string line) => Secret().Replace(line, "${name}***");

    // references such as {env:NAME} are no secrets
    [GeneratedRegex("""(?<name>(?:[A-Z_]*(?:TOKEN|KEY|SECRET|PASSWORD)|[a-z_]*(?:[kK]ey|[tT]oken|[sS]ecret|[pP]assword))["']?\s*[:=]\s*["'])(?!\{)[^"']+""")]
    private static partial Regex Secret();
}
