using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Application.Ports;
using RouterMaestro.Infrastructure.Configuration;

namespace RouterMaestro.Infrastructure.Tests.Providers.GitHubCopilot;

/// <summary>Tokens of Copilot's API are written off the way of the calls: neither a slow disk nor a full one costs a call anything.</summary>
public sealed class CopilotTokenStorageTests
{
    [Fact]
    public async Task A_disk_that_hangs_holds_up_no_call()
    {
        SlowDisk? disk = null;
        await using var gateway = await CopilotGateway.StartAsync(configure: services => services.AddSingleton<IConfigurationFeed>(
            provider => disk = new SlowDisk(provider.GetRequiredService<FileConfigurationFeed>())));
        try
        {
            await ServesAsync(gateway).WaitAsync(TimeSpan.FromSeconds(10));
            await disk!.Begun.WaitAsync(TimeSpan.FromSeconds(10));

            // also a call whose token is exchanged while the former one is still being written
            await ServesAsync(gateway).WaitAsync(TimeSpan.FromSeconds(10));
            gateway.Clock.Advance(TimeSpan.FromMinutes(29.5));
            await ServesAsync(gateway).WaitAsync(TimeSpan.FromSeconds(10));

            Assert.Equal(2, gateway.Copilot.TokenExchanges);
            Assert.Null(await StoredAsync(gateway));
        }
        finally
        {
            disk!.GoOn();
        }

        var newest = gateway.Copilot.Calls[^1].Headers["Authorization"]["Bearer ".Length..];
        await UntilAsync(async () => await StoredAsync(gateway) == newest);
    }

    [Fact]
    public async Task A_token_that_cannot_be_written_serves_and_is_logged_without_its_value()
    {
        SlowDisk? disk = null;
        await using var gateway = await CopilotGateway.StartAsync(configure: services => services.AddSingleton<IConfigurationFeed>(
            provider => disk = new SlowDisk(provider.GetRequiredService<FileConfigurationFeed>()) { Failure = new IOException("No space left on device : '/auth.json'") }));
        disk!.GoOn();

        await ServesAsync(gateway);
        await UntilAsync(() => Task.FromResult(gateway.Log.Contains("The new token of github-copilot is used, but could not be stored", StringComparison.Ordinal)));

        // the next write is tried again, and no call fails for it
        await ServesAsync(gateway);
        gateway.Clock.Advance(TimeSpan.FromMinutes(29.5));
        disk.Failure = null;
        await ServesAsync(gateway);
        var newest = gateway.Copilot.Calls[^1].Headers["Authorization"]["Bearer ".Length..];
        await UntilAsync(async () => await StoredAsync(gateway) == newest);
        Assert.Contains("No space left on device", gateway.Log, StringComparison.Ordinal);
        Assert.All(gateway.Copilot.Calls, call => Assert.DoesNotContain(call.Headers["Authorization"]["Bearer ".Length..], gateway.Log, StringComparison.Ordinal));
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (var i = 0; i < 500 && !await condition(); i++)
        {
            await Task.Delay(20);
        }

        Assert.True(await condition());
    }

    private static async Task<string?> StoredAsync(CopilotGateway gateway) =>
        (string?)JsonNode.Parse(await File.ReadAllTextAsync(gateway.Paths.AuthFile))!["github-copilot"]!["access"];

    private static async Task ServesAsync(CopilotGateway gateway)
    {
        var (status, body) = await gateway.ChatAsync("github-copilot/gpt-4.1");
        Assert.True(status == 200, body);
    }
}
