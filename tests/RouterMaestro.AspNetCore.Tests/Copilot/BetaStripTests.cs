using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.AspNetCore.Tests.Admin;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Copilot;

/// <summary>Beta features that Copilot refuses are not asked for there, and at other providers they are.</summary>
public sealed class BetaStripTests
{
    private const string Field = "anthropic-beta";
    private const string Refused = "output-128k-2025-02-19";
    private const string Known = "interleaved-thinking-2025-05-14";

    [Theory]
    [InlineData(Known + ", " + Refused, Known)]
    [InlineData(Refused, null)]
    [InlineData(Known + " ,fine-grained-tool-streaming-2025-05-14", Known + " ,fine-grained-tool-streaming-2025-05-14")]
    [InlineData("context-1m-2025-08-07", null)]
    public async Task A_refused_feature_is_taken_out_of_the_field(string sent, string? expected)
    {
        await using var bench = await CopilotBench.StartAsync(s => s with { BetaStrip = [.. s.BetaStrip, "context-1m-*"] });
        bench.Copilot.Reply(SimulatedResponse.Text("one").WithUsage(8, 5));

        (await bench.AskAsync("messages", stream: false, headers: (Field, sent))).IsWhole("one", CopilotBench.Claude);

        var received = bench.Copilot.Requests.Last(r => r.Operation == SimulatedOperation.Generate);
        Assert.Equal(expected, received.Headers.GetValueOrDefault(Field));
    }

    [Fact]
    public async Task A_token_count_leaves_it_out_too()
    {
        await using var bench = await CopilotBench.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/messages/count_tokens")
        {
            Content = new StringContent($$"""{"model":"{{CopilotBench.Claude}}","messages":[{"role":"user","content":"hi"}]}"""),
        };
        request.Headers.Add(Field, Refused);

        using var response = await bench.Gateway.Client.SendAsync(request);

        Assert.True(response.IsSuccessStatusCode);
        Assert.DoesNotContain(Field, bench.Copilot.Requests.Single(r => r.Operation == SimulatedOperation.CountTokens).Headers.Keys);
    }

    [Fact]
    public async Task Other_providers_get_the_field_as_it_came()
    {
        await using var bench = await CopilotBench.StartAsync();
        bench.Gateway.Upstream.Reply(SimulatedResponse.Text("one").WithUsage(8, 5));

        await bench.AskAsync("messages", stream: false, "messages/claude-x", headers: (Field, Known + ", " + Refused));

        Assert.Equal(Known + ", " + Refused, Assert.Single(bench.Gateway.Received).Headers[Field]);
    }

    [Fact]
    public async Task Operators_change_the_settings_while_the_gateway_runs()
    {
        await using var bench = await CopilotBench.StartAsync(configure: router => router.UseInMemoryConfiguration());
        var client = bench.Gateway.Client;
        bench.Copilot.RefusedBetas = [];
        bench.Copilot.Reply(SimulatedResponse.Text("one <tick>5</tick>").WithUsage(8, 5));

        await PatchAsync(client, """{ "guards": { "leak_guard": { "enabled": false } }, "beta_strip": [] }""");
        (await bench.AskAsync("messages", stream: false, headers: (Field, Refused))).IsWhole("one <tick>5</tick>", CopilotBench.Claude);
        Assert.Equal(Refused, bench.Copilot.Requests.Last(r => r.Operation == SimulatedOperation.Generate).Headers[Field]);

        await PatchAsync(client, """{ "guards": null, "beta_strip": null, "fallback": { "maxRetries": 0 } }""");
        (await bench.AskAsync("messages", stream: false, headers: (Field, Refused))).IsRefused(529, "<tick>");
        Assert.DoesNotContain(Field, bench.Copilot.Requests.Last(r => r.Operation == SimulatedOperation.Generate).Headers.Keys);

        var (_, refused) = await PatchAsync(client, """{ "guards": { "leak_gard": {}, "runaway_guard": { "max_bytes": -1 } } }""", status: 400);
        Assert.Equal(
            ["guards.runaway_guard.max_bytes must be a whole number of at least 1", "guards.leak_gard is not a known member: did you mean \"leak_guard\"?"],
            refused["detail"]!["errors"]!.AsArray().Select(error => error!.GetValue<string>()));
    }

    private static async Task<(string? ETag, JsonObject Observed)> PatchAsync(HttpClient client, string patch, int status = 200)
    {
        var (revision, _) = await client.AdminAsync("GET", "priorities");
        return await client.AdminAsync("PATCH", "priorities", patch, revision, status);
    }
}
