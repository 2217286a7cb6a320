using System.Text.Json.Nodes;

namespace RouterMaestro.Infrastructure.Tests.Providers.GitHubCopilot;

/// <summary>What an operator may write into the entry of an account: settings that contradict each other or Copilot's rules are reported, not ignored.</summary>
public sealed class CopilotEntryTests
{
    [Theory]
    [InlineData("X-Initiator", "agent")]
    [InlineData("x-initiator", "user")]
    [InlineData("Authorization", "Bearer tid=other")]
    [InlineData("X-Request-Id", "1")]
    [InlineData("x-router-maestro-hops", "0")]
    public async Task A_header_that_the_gateway_sets_itself_makes_the_entry_invalid(string name, string value)
    {
        await using var gateway = await StartAsync($"\"headers\":{{\"{name}\":\"{value}\"}},");

        await IsRefusedAsync(gateway, $"headers.{name} is a header field that the gateway sets itself");
    }

    [Fact]
    public async Task Other_headers_override_those_of_the_gateway()
    {
        await using var gateway = await StartAsync("\"headers\":{\"Editor-Version\":\"vscode/9\"},");

        Assert.Equal(200, (await gateway.ChatAsync("github-copilot@work/gpt-4.1")).Status);

        Assert.Equal("vscode/9", Assert.Single(gateway.Copilot.Calls).Headers["Editor-Version"]);
    }

    [Theory]
    [InlineData("api_url")]
    [InlineData("github_domain")]
    public async Task A_base_URL_that_contradicts_an_option_makes_the_entry_invalid(string option)
    {
        await using var gateway = option == "api_url"
            ? await StartAsync("\"baseURL\":\"http://127.0.0.1:9\",")
            : await StartAsync("\"baseURL\":\"https://api.githubcopilot.com\",", "\"github_domain\":\"acme.ghe.com\",\"api_url\":null,");

        await IsRefusedAsync(gateway, $"baseURL contradicts options.{option}: leave one of the two out");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_base_URL_is_called_alone_or_beside_an_option_that_says_the_same(bool isRepeated)
    {
        await using var gateway = await CopilotGateway.StartAsync(providers: copilot => ",\"github-copilot@work\":{\"baseURL\":\"" + copilot.ApiUrl + "\",\"options\":{"
            + (isRepeated ? $"\"api_url\":\"{copilot.ApiUrl}\"," : "") + $"\"github_url\":\"{copilot.GitHubUrl}\",\"github_api_url\":\"{copilot.GitHubApiUrl}\"}}}}");
        await LogInAsync(gateway);
        gateway.Copilot.AnnouncedApiUrl = gateway.Copilot.WrongApiUrl;

        var (status, body) = await gateway.ChatAsync("github-copilot@work/gpt-4.1");

        Assert.True(status == 200, body);
    }

    [Fact]
    public async Task The_address_of_the_operator_is_called_whatever_the_token_names()
    {
        await using var gateway = await CopilotGateway.StartAsync(prepare: copilot => copilot.AnnouncedApiUrl = copilot.WrongApiUrl);

        var (status, body) = await gateway.ChatAsync("github-copilot/gpt-4.1");

        Assert.True(status == 200, body);
        Assert.Equal(1, gateway.Copilot.TokenExchanges);
    }

    [Theory]
    [InlineData("\"api_url\":null,", false)]
    [InlineData("", true)]
    public async Task Gateways_are_counted_toward_an_address_of_the_operator_alone(string options, bool areCounted)
    {
        await using var gateway = await CopilotGateway.StartAsync(options);

        var (status, body) = await gateway.ChatAsync("github-copilot/gpt-4.1");

        Assert.True(status == 200, body);
        Assert.Equal(areCounted, Assert.Single(gateway.Copilot.Calls).Headers.ContainsKey("x-router-maestro-hops"));
    }

    private static async Task<CopilotGateway> StartAsync(string members, string options = "")
    {
        var gateway = await CopilotGateway.StartAsync(providers: copilot => "," + CopilotGateway.EntryOf("github-copilot@work", copilot, options)
            .Replace("{\"options\"", "{" + members + "\"options\"", StringComparison.Ordinal));
        await LogInAsync(gateway);
        return gateway;
    }

    private static async Task LogInAsync(CopilotGateway gateway)
    {
        var auth = JsonNode.Parse(await File.ReadAllTextAsync(gateway.Paths.AuthFile))!;
        auth["github-copilot@work"] = new JsonObject { ["type"] = "oauth", ["refresh"] = gateway.Copilot.AddGitHubToken(gateway.Copilot.AddAccount("work")) };
        await File.WriteAllTextAsync(gateway.Paths.AuthFile, auth.ToJsonString());
        await gateway.RestartAsync();
    }

    private static async Task IsRefusedAsync(CopilotGateway gateway, string problem)
    {
        Assert.True(gateway.Log.Contains($"providers[\"github-copilot@work\"].{problem}", StringComparison.Ordinal), gateway.Log);
        Assert.NotEqual(200, (await gateway.ChatAsync("github-copilot@work/gpt-4.1")).Status);
        Assert.Empty(gateway.Copilot.Calls);
    }
}
