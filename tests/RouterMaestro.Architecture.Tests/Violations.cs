namespace RouterMaestro.Architecture.Tests;

internal static class Violations
{
    /// <summary>Fails with every violation in full, one a line: whoever broke a rule should not have to search.</summary>
    public static void None(IEnumerable<string> found)
    {
        var lines = found.ToArray();
        Assert.True(lines.Length == 0, string.Join(Environment.NewLine, lines));
    }
}
