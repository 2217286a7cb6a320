namespace RouterMaestro.Cli.Tests.Executable;

/// <summary>What is wrong with every command in the same way is answered in the same way: one sentence, and 1 or 2.</summary>
public sealed class WrongUsageTests
{
    // they do nothing with a gateway
    private static readonly string[] _local = ["demo", "translate", "server", "statusline", "context", "config", "run", "doctor", "import", "completion", "complete"];

    public static TheoryData<string> Lines => [.. CommandTree.Commands().Select(command => string.Join(' ', command.Words)).Where(line => line != "run")];

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task An_unknown_option_is_named(string line)
    {
        using var home = new TestHome();
        Assert.Equal(2, await home.RunAsync([.. line.Split(' '), "--bogus"]));
        AssertOneSentence(home, "Unknown option '--bogus'.");
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task A_word_too_many_is_named(string line)
    {
        var command = CommandTree.Commands().Single(command => string.Join(' ', command.Words) == line);
        if (command.Limit == int.MaxValue)
        {
            return;
        }

        using var home = new TestHome();
        Assert.Equal(2, await home.RunAsync([.. command.Words, .. Enumerable.Repeat("a/b", command.Limit), "surplus"]));
        AssertOneSentence(home, "'surplus' is one word too many");
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task A_missing_argument_is_named(string line)
    {
        var command = CommandTree.Commands().Single(command => string.Join(' ', command.Words) == line);
        using var home = new TestHome();
        if (command.Required > 0)
        {
            Assert.Equal(2, await home.RunAsync([.. command.Words]));
            AssertOneSentence(home, $"'router-maestro {line}' needs ");
        }
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Without_a_gateway_a_command_that_needs_one_says_so(string line)
    {
        var command = CommandTree.Commands().Single(command => string.Join(' ', command.Words) == line);
        if (_local.Contains(command.Words[0]))
        {
            return;
        }

        using var home = new TestHome();
        home.WriteContext("sk-test", "http://127.0.0.1:1");
        Assert.Equal(1, await home.RunAsync([.. command.Words, .. Enumerable.Repeat(command.Words[0] is "model" or "explain" ? "a/b" : "a", command.Required), .. Needed(line)]));
        AssertOneSentence(home, "The server is not running at http://127.0.0.1:1.");
    }

    [Theory]
    [InlineData("server stop --port=", "--port takes a whole number, not ''.")]
    [InlineData("server start --port=", "--port takes a whole number, not ''.")]
    [InlineData("server logs --lines=", "--lines takes a whole number, not ''.")]
    [InlineData("stats --days=", "--days takes a whole number, not ''.")]
    [InlineData("model priority add a/b --position=", "--position takes a whole number, not ''.")]
    public async Task An_empty_number_is_none(string line, string sentence)
    {
        using var home = new TestHome();
        Assert.Equal(2, await home.RunAsync(line.Split(' ')));
        AssertOneSentence(home, sentence);
        using var other = new TestHome();
        Assert.Equal(2, await other.RunAsync([.. line.TrimEnd('=').Split(' '), ""]));
        AssertOneSentence(other, sentence);
    }

    // what these need before they call the gateway
    private static string[] Needed(string line) => line switch
    {
        "model fallback set" => ["--strategy", "none"],
        "provider add" => ["--type", "openai-compatible", "--base-url", "http://127.0.0.1:1/v1"],
        "provider set" => ["--base-url", "http://127.0.0.1:1/v1"],
        _ => [],
    };

    private static void AssertOneSentence(TestHome home, string beginning)
    {
        Assert.Equal("", home.Out);
        Assert.StartsWith($"Error: {beginning}", Assert.Single(home.Error.Trim().Split('\n')), StringComparison.Ordinal);
    }
}
