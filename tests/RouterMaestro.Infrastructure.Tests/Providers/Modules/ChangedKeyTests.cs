using System.Text.Json;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Infrastructure.Tests.Providers.Modules;

/// <summary>A key that changes in <c>auth.json</c> while the gateway serves.</summary>
public sealed class ChangedKeyTests
{
    [Fact]
    public async Task A_new_key_is_sent_on_the_old_connection()
    {
        await using var gateway = await StartAsync();
        await gateway.ChatAsync("m");

        await gateway.ChangeKeyAsync("second-key");
        await gateway.ChatAsync("m");

        Assert.Equal(["Bearer first-key", "Bearer second-key"], gateway.Upstream.Calls.Select(ModuleGateway.KeyOf));
        Assert.Single(gateway.Upstream.Requests.Select(r => r.ConnectionId).Distinct());
    }

    [Fact]
    public async Task A_new_key_begins_with_a_closed_circuit()
    {
        await using var gateway = await StartAsync();
        gateway.Upstream.When(r => ModuleGateway.KeyOf(r) == "Bearer first-key").Reply(SimulatedFault.Status(401));
        await gateway.ChatAsync("m");
        Assert.Equal("open", await StateAsync(gateway));

        await gateway.ChangeKeyAsync("second-key");

        Assert.Equal("closed", await StateAsync(gateway));
        Assert.Equal(200, (await gateway.ChatAsync("m")).Status);
        Assert.Equal("closed", await StateAsync(gateway));
        Assert.Equal(["Bearer first-key", "Bearer second-key"], gateway.Upstream.Calls.Select(ModuleGateway.KeyOf));
    }

    [Fact]
    public async Task A_call_under_way_finishes_with_the_old_key_and_hides_it_still()
    {
        await using var gateway = await StartAsync();
        gateway.Upstream.When(_ => true).Enqueue(SimulatedResponse.Raw(
            400, "application/json", """{"error":{"message":"No entry for first-key.","type":"invalid_request_error"}}"""u8.ToArray()).DelayHeaders(TimeSpan.FromMilliseconds(500)));
        var call = gateway.ChatAsync("m");
        await gateway.Upstream.WaitForRequestAsync();

        await gateway.ChangeKeyAsync("second-key");

        Assert.Contains("No entry for ***.", (await call).Body);
        Assert.Equal(200, (await gateway.ChatAsync("m")).Status);
        Assert.Equal(["Bearer first-key", "Bearer second-key"], gateway.Upstream.Calls.Select(ModuleGateway.KeyOf));
    }

    private static async Task<string?> StateAsync(ModuleGateway gateway)
    {
        using var explained = JsonDocument.Parse((await gateway.PostAsync("api/admin/route/explain", """{"model":"acme/m"}""")).Body);
        return explained.RootElement.GetProperty("candidates")[0].GetProperty("health").GetProperty("state").GetString();
    }

    private static Task<ModuleGateway> StartAsync() => ModuleGateway.StartAsync(
        address => $$"""{ "type": "openai-compatible", "baseURL": "{{address}}", "models": { "m": {} } }""");
}
