using RouterMaestro.TestKit;

namespace RouterMaestro.Protocols.Tests.Fidelity;

/// <summary>
/// The page <c>docs/fidelity.md</c>, whose parts between marks are written by tests: run them with <c>UPDATE_GOLDEN=1</c>, then read the
/// difference.
/// </summary>
internal static class FidelityPage
{
    private static readonly Lock _lock = new();

    private static string Path => System.IO.Path.Combine(Repository.Root, "docs", "fidelity.md");

    /// <summary>Fails unless a part of the page matches the code.</summary>
    /// <param name="part">The part's name.</param>
    /// <param name="actual">The text that the code produces.</param>
    public static void Check(string part, string actual)
    {
        lock (_lock)
        {
            var page = File.ReadAllText(Path);
            var (start, end) = (MarkOf(part), MarkOf($"end of {part}"));
            var from = page.IndexOf(start, StringComparison.Ordinal) + start.Length;
            var to = page.IndexOf(end, StringComparison.Ordinal);
            if (Environment.GetEnvironmentVariable(Golden.Variable) == "1")
            {
                File.WriteAllText(Path, $"{page[..from]}{actual}{page[to..]}");
                return;
            }

            var (was, now) = (page[from..to].Split('\n'), actual.Split('\n'));
            var line = was.Zip(now).TakeWhile(pair => pair.First == pair.Second).Count();
            Assert.True(
                page[from..to] == actual,
                $"{part}: the page says '{was.ElementAtOrDefault(line)}', but it is '{now.ElementAtOrDefault(line)}'. With {Golden.Variable}=1 it is written anew.");
        }
    }

    private static string MarkOf(string part) => $"<!-- {part} -->\n";
}
