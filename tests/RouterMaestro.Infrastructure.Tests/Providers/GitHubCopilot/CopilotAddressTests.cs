using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Infrastructure.Tests.Providers.GitHubCopilot;

/// <summary>The address of Copilot that operators are shown.</summary>
public sealed class CopilotAddressTests
{
    [Theory]
    [InlineData("{}", "https://api.githubcopilot.com")]
    [InlineData("""{"options":{"api_url":"https://copilot.example.com/"}}""", "https://copilot.example.com")]
    [InlineData("""{"options":{"github_domain":"acme.ghe.com"}}""", "https://copilot-api.acme.ghe.com")]
    [InlineData("""{"options":{"github_domain":"acme.ghe.com","api_url":"https://copilot.example.com"}}""", "https://copilot.example.com")]
    [InlineData("""{"baseURL":"https://proxy.example.com"}""", "https://proxy.example.com")]
    public async Task The_list_of_providers_has_the_address_that_is_called(string entry, string address)
    {
        await using var gateway = await CopilotGateway.StartAsync(isLoggedIn: false, providers: _ => $",\"github-copilot@other\":{entry}");

        var providers = (await gateway.AdminAsync(HttpMethod.Get, "providers"))["providers"]!.AsArray();

        Assert.Equal(address, (string)providers.Single(provider => (string)provider!["name"]! == "github-copilot@other")!["base_url"]!);
        Assert.Equal(
            gateway.Copilot.ApiUrl.ToString().TrimEnd('/'), (string)providers.Single(provider => (string)provider!["name"]! == "github-copilot")!["base_url"]!);
    }

    [Fact]
    public async Task A_test_that_finds_no_list_names_the_address_that_was_called()
    {
        await using var gateway = await CopilotGateway.StartAsync(prepare: copilot => copilot.When(SimulatedOperation.Models).Reply(SimulatedFault.Status(404)));

        var test = (await gateway.AdminAsync(HttpMethod.Post, "providers/github-copilot/test")).ToJsonString();

        Assert.Contains(gateway.Copilot.ApiUrl.Authority, test, StringComparison.Ordinal);
        Assert.DoesNotContain("api.githubcopilot.com", test, StringComparison.Ordinal);
    }
}
