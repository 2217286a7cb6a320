using System.Text.Json.Nodes;

namespace RouterMaestro.Infrastructure.Tests.Providers.GitHubCopilot;

/// <summary>Logins that were made elsewhere, such as in an editor, and are given to the gateway.</summary>
public sealed class CopilotImportedLoginTests
{
    [Fact]
    public async Task A_login_made_elsewhere_is_exchanged_stored_and_serves_at_once()
    {
        await using var gateway = await CopilotGateway.StartAsync(isLoggedIn: false);
        var token = gateway.Copilot.AddGitHubToken(prefix: "gho_");

        var answer = await gateway.AdminAsync(HttpMethod.Post, "auth/login", $$"""{"provider":"GitHub-Copilot","login_token":"{{token}}"}""");

        Assert.True((bool)answer["success"]!);
        Assert.Equal(1, gateway.Copilot.TokenExchanges);
        var stored = JsonNode.Parse(await File.ReadAllTextAsync(gateway.Paths.AuthFile))!["github-copilot"]!;
        Assert.Equal(("oauth", token), ((string)stored["type"]!, (string)stored["refresh"]!));
        Assert.Equal(200, (await gateway.ChatAsync("github-copilot/gpt-4.1")).Status);
        Assert.Equal(1, gateway.Copilot.TokenExchanges);
    }

    [Theory]
    [InlineData("""{"provider":"github-copilot","login_token":"ghp_0123456789"}""", 400, "key_invalid", "The token is a classic personal access token (ghp_)")]
    [InlineData("""{"provider":"github-copilot","login_token":"github_pat_0123456789"}""", 400, "key_invalid", "store it as a key")]
    [InlineData("""{"provider":"github-copilot","login_token":"ghu_wrong0123456789"}""", 424, "login_refused", "GitHub rejects the token of 'github-copilot' (status 401)")]
    [InlineData("""{"provider":"openai","login_token":"ghu_0123456789"}""", 409, "login_needs_key", "'openai' has no logins")]
    [InlineData("""{"provider":"nobody","login_token":"ghu_0123456789"}""", 404, "provider_not_found", "There is no provider 'nobody'")]
    public async Task A_login_made_elsewhere_that_cannot_be_used_is_not_stored(string body, int status, string code, string message)
    {
        await using var gateway = await CopilotGateway.StartAsync(isLoggedIn: false);

        var error = (await gateway.AdminAsync(HttpMethod.Post, "auth/login", body, status))["detail"]!;

        Assert.Equal(code, (string)error["code"]!);
        Assert.Contains(message, (string)error["message"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("0123456789", error.ToJsonString(), StringComparison.Ordinal);
        Assert.False(File.Exists(gateway.Paths.AuthFile));
    }

    [Fact]
    public async Task A_key_and_a_login_at_once_are_refused()
    {
        await using var gateway = await CopilotGateway.StartAsync(isLoggedIn: false);

        var error = await gateway.AdminAsync(HttpMethod.Post, "auth/login", """{"provider":"github-copilot","login_token":"ghu_1","api_key":"ghu_1"}""", status: 400);

        Assert.Contains("both 'api_key' and 'login_token'", error.ToJsonString().Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
