using System.Net.Http.Headers;
using System.Text;
using RouterMaestro.Testing.Copilot;

namespace RouterMaestro.Cli.Tests.Auth;

/// <summary>What <c>auth list</c> prints of the limits of an account.</summary>
public sealed class AccountLimitTests
{
    [Fact]
    public async Task A_limit_is_printed_with_the_time_of_its_reset()
    {
        await using var stage = await LoginStage.StartAsync();
        stage.Copilot.Account.Limits["premium_interactions"] = new CopilotLimit(41.5) { Entitlement = 300, ResetsAt = new DateTimeOffset(2030, 12, 1, 0, 0, 0, TimeSpan.Zero) };
        var (command, code) = await stage.BeginAsync("github-copilot");
        stage.Copilot.ApproveLogin(code);
        Assert.True(await command == 0, stage.Printed);
        using var client = new HttpClient { BaseAddress = stage.Gateway.Address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", "sk-test") } };
        using var content = new StringContent("""{"model":"github-copilot/gpt-4.1","messages":[{"role":"user","content":"hi"}]}""", Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri("v1/chat/completions", UriKind.Relative), content);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());

        Assert.Equal(0, await stage.Home.RunAsync("auth", "list"));

        Assert.Contains("premium_interactions 41.5 % left (until 2030-12-01 00:00 UTC)", stage.Home.Out, StringComparison.Ordinal);
    }
}
