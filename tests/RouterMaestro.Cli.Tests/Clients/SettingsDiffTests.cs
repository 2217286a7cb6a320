using RouterMaestro.Cli.Clients.Files;

namespace RouterMaestro.Cli.Tests.Clients;

public sealed class SettingsDiffTests
{
    [Fact]
    public void Only_what_changes_is_shown_with_three_lines_around_it() => Assert.Equal(
        ["--- f", "+++ f", "@@ -3,7 +3,8 @@", " 3", " 4", " 5", "-6", "+six", "+", " 7", " 8", " 9"],
        SettingsDiff.Lines("f", "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n", "1\n2\n3\n4\n5\nsix\n\n7\n8\n9\n10\n11\n"));

    [Fact]
    public void A_new_file_is_all_new() => Assert.Equal(["--- (no file)", "+++ f", "@@ -0,0 +1,3 @@", "+a", "+", "+b"], SettingsDiff.Lines("f", null, "a\n\nb\n"));

    [Theory]
    [InlineData("\"ANTHROPIC_AUTH_TOKEN\": \"sk-secret\",", "\"ANTHROPIC_AUTH_TOKEN\": \"***\",")]
    [InlineData("\"apiKey\": \"sk-secret\"", "\"apiKey\": \"***\"")]
    [InlineData("experimental_bearer_token = 'sk-secret'", "experimental_bearer_token = '***'")]
    [InlineData("export COPILOT_PROVIDER_API_KEY='sk-secret'", "export COPILOT_PROVIDER_API_KEY='***'")]
    [InlineData("\"apiKey\": \"{env:NAME}\"", "\"apiKey\": \"{env:NAME}\"")]
    [InlineData("\"apiKeyHelper\": \"show it\"", "\"apiKeyHelper\": \"show it\"")]
    [InlineData("export COPILOT_PROVIDER_API_KEY_COMMAND='show it'", "export COPILOT_PROVIDER_API_KEY_COMMAND='show it'")]
    public void No_secret_is_shown(string line, string shown) => Assert.Equal("-" + shown, SettingsDiff.Lines("f", line + "\nx\n", "x\n")[3]);
}
