using RouterMaestro.Infrastructure.Providers.GitHubCopilot;

namespace RouterMaestro.Infrastructure.Tests.Providers.GitHubCopilot;

/// <summary>The addresses that tokens may name. Prompts and tokens follow them, so that a foreign one must not be used.</summary>
public sealed class CopilotSettingsTests
{
    private static readonly CopilotSettings _public = new();
    private static readonly CopilotSettings _acme = new() { Domain = "acme.ghe.com", GitHubApiUrl = "https://api.acme.ghe.com" };
    private static readonly CopilotSettings _local = new() { GitHubApiUrl = "http://127.0.0.1:9000" };
    private static readonly CopilotSettings _localTls = new() { GitHubApiUrl = "https://localhost:9000" };
    private static readonly CopilotSettings _own = new() { ApiUrl = "https://proxy.acme.org/copilot" };

    public static TheoryData<string, string, bool> Addresses => new()
    {
        { nameof(_public), "https://api.individual.githubcopilot.com", true },
        { nameof(_public), "https://api.individual.githubcopilot.com/", true },
        { nameof(_public), "http://api.individual.githubcopilot.com", false },
        { nameof(_public), "https://api.individual.githubcopilot.com:8443", false },
        { nameof(_public), "https://user@api.githubcopilot.com", false },
        { nameof(_public), "https://githubcopilot.com.evil.org", false },
        { nameof(_public), "https://copilot-api.acme.ghe.com", false },
        { nameof(_public), "http://127.0.0.1:9000", false },
        { nameof(_acme), "https://copilot-api.acme.ghe.com", true },
        { nameof(_acme), "https://copilot-api.other.ghe.com", false },
        { nameof(_acme), "http://copilot-api.acme.ghe.com", false },
        { nameof(_local), "http://127.0.0.1:9001", true },
        { nameof(_local), "https://127.0.0.1:9001", true },
        { nameof(_localTls), "https://localhost:9001", true },
        { nameof(_localTls), "http://localhost:9001", false },
        { nameof(_own), "https://proxy.acme.org/copilot", false },
        { nameof(_own), "https://proxy.acme.org:8443", false },
        { nameof(_own), "http://proxy.acme.org", false },
        { nameof(_own), "https://api.githubcopilot.com", false },
    };

    [Theory]
    [MemberData(nameof(Addresses))]
    public void An_address_is_used_only_if_it_is_GitHubs_and_safe_and_the_operator_set_none(string settings, string named, bool isUsed)
    {
        var address = (settings switch { nameof(_public) => _public, nameof(_acme) => _acme, nameof(_local) => _local, nameof(_localTls) => _localTls, _ => _own }).AddressOf(named);

        Assert.Equal(isUsed ? new Uri(named) : null, address);
    }
}
