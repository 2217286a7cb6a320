using System.Text.RegularExpressions;
using RouterMaestro.Cli.Tests.Executable;

namespace RouterMaestro.Cli.Tests;

public sealed partial class HelpTests
{
    [Fact]
    public async Task Every_help_is_its_own_fits_80_columns_and_names_no_types()
    {
        var pages = new Dictionary<string, string>();
        foreach (var words in CommandTree.Pages())
        {
            using var home = new TestHome();
            Assert.Equal(0, await home.RunAsync([.. words, "--help"]));
            pages.Add(string.Join(' ', words), home.Out);
        }

        Assert.True(pages.Count > 20, "every command has a page");
        Assert.All(pages, page =>
        {
            Assert.StartsWith($"Usage: router-maestro {page.Key}".TrimEnd(), page.Value);
            Assert.All(page.Value.Split('\n'), line => Assert.InRange(line.TrimEnd().Length, 0, 80));
            Assert.DoesNotMatch(TypeNames(), page.Value);
            Assert.DoesNotContain(" VALUE", page.Value, StringComparison.Ordinal);
        });
        Assert.Equal(pages.Count, pages.Values.Select(page => page.Split('\n')[2]).Distinct().Count());
    }

    [Fact]
    public async Task A_group_says_what_the_group_is_for()
    {
        using var home = new TestHome();
        await home.RunAsync("model", "fallback", "--help");

        Assert.StartsWith("Usage: router-maestro model fallback COMMAND\n\nShow or change the fallback settings.\n", home.Out.ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("server")]
    [InlineData("model")]
    [InlineData("model", "priority")]
    [InlineData("model", "fallback")]
    [InlineData("provider")]
    [InlineData("key")]
    public async Task A_group_without_a_command_shows_its_help(params string[] group)
    {
        using var asked = new TestHome();
        await asked.RunAsync([.. group, "--help"]);
        using var home = new TestHome();

        Assert.Equal(0, await home.RunAsync(group));

        Assert.Equal(asked.Out, home.Out);
        Assert.StartsWith($"Usage: router-maestro {string.Join(' ', group)} COMMAND", home.Out);
        Assert.Empty(home.Error);
    }

    [Fact]
    public async Task Only_set_says_how_a_header_field_is_removed()
    {
        using var home = new TestHome();
        await home.RunAsync("provider", "add", "--help");
        Assert.DoesNotContain("remove", home.Out, StringComparison.Ordinal);

        await home.RunAsync("provider", "set", "--help");
        Assert.Contains("removes it: --header NAME=", string.Join(' ', home.Out.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_end_between_words()
    {
        using var home = new TestHome();
        await home.RunAsync("provider", "add", "--help");

        var words = string.Join(' ', home.Out.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("--stream-usage Ask for the usage of streamed Chat calls; =false for servers that reject it.", words);
        Assert.Contains("-t, --type TYPE Type: openai-compatible, anthropic-compatible, or the type of a module.", words);
    }

    [GeneratedRegex(@"String|Int32|Boolean|Nullable|\[\]|<|`")]
    private static partial Regex TypeNames();
}
