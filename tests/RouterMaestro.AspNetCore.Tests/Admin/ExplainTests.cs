using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using RouterMaestro.AspNetCore.Tests.Resilience;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Admin;

/// <summary>The explanations and health that the admin API reports agree with the routing.</summary>
public sealed class ExplainTests
{
    [Fact]
    public async Task A_model_name_is_explained_without_asking_a_provider()
    {
        await using var bench = await FaultBench.StartAsync("chat", "messages", CommitMode.Complete);

        var route = await ExplainAsync(bench, """{"model":"messages/primary"}""");

        Assert.Equal("messages/primary", route.GetProperty("model").GetString());
        Assert.Equal("priority", route.GetProperty("strategy").GetString());
        Assert.Equal(3, route.GetProperty("max_candidates").GetInt32());
        Assert.Equal(["messages/primary", "messages/backup"], Models(route, "candidates"));
        var first = route.GetProperty("candidates")[0];
        Assert.Equal("messages", first.GetProperty("protocol").GetString());
        Assert.Equal("complete", first.GetProperty("commit").GetString());
        Assert.Equal("closed", first.GetProperty("health").GetProperty("state").GetString());
        Assert.Equal("00:05:00", first.GetProperty("timeouts").GetProperty("idle").GetString());
        Assert.Equal("00:00:10", route.GetProperty("keepalive").GetProperty("first").GetString());
        Assert.Empty(bench.Gateway.Received);
    }

    [Theory]
    [InlineData("chat", """{"model":"chat/primary","messages":[{"role":"user","content":"hi"}],"tools":[{"type":"function","function":{"name":"f"}}],"stream":true}""")]
    [InlineData("messages", """{"model":"chat/primary","max_tokens":5,"messages":[{"role":"user","content":"hi"}],"tools":[{"name":"f","input_schema":{"type":"object"}}],"stream":true}""")]
    [InlineData("responses", """{"model":"chat/primary","input":"hi","tools":[{"type":"function","name":"f"}],"stream":true}""")]
    public async Task A_body_of_any_protocol_is_explained(string protocol, string body)
    {
        await using var bench = await FaultBench.StartAsync("chat", "chat", CommitMode.FirstContent);

        var route = await ExplainAsync(bench, body, $"?protocol={protocol}");

        Assert.True(route.GetProperty("request").GetProperty("tools").GetBoolean());
        Assert.True(route.GetProperty("request").GetProperty("stream").GetBoolean());
        Assert.Equal(protocol == "chat", route.GetProperty("candidates")[0].GetProperty("passthrough").GetBoolean());
        Assert.Empty(bench.Gateway.Received);
    }

    [Fact]
    public async Task An_open_circuit_shows_in_the_explanation_the_health_and_the_routing()
    {
        await using var bench = await FaultBench.StartAsync("chat", "chat", CommitMode.FirstContent);
        bench.Primary.Reply(SimulatedFault.Status(429, "slow down please", TimeSpan.FromMinutes(3)));
        (await bench.AskAsync()).IsWhole(FaultBench.BackupText, "chat/backup");

        var route = await ExplainAsync(bench, """{"model":"chat/primary"}""");
        var health = await bench.Gateway.Client.GetFromJsonAsync<JsonElement>("/api/admin/health");

        Assert.Equal(["chat/backup"], Models(route, "candidates"));
        var passed = Assert.Single(route.GetProperty("skipped").EnumerateArray());
        Assert.Equal("chat/primary", passed.GetProperty("model").GetString());
        Assert.Equal("circuit_open", passed.GetProperty("why").GetString());
        Assert.InRange(passed.GetProperty("until").GetDateTimeOffset() - DateTimeOffset.UtcNow, TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(3));
        var circuit = Assert.Single(health.GetProperty("circuits").EnumerateArray());
        Assert.Equal("candidate", circuit.GetProperty("scope").GetString());
        Assert.Equal("chat/primary", circuit.GetProperty("id").GetString());
        Assert.Equal("open", circuit.GetProperty("state").GetString());
        Assert.Equal(429, circuit.GetProperty("failure").GetProperty("status").GetInt32());
        Assert.Equal("open", health.GetProperty("candidates")[0].GetProperty("health").GetProperty("state").GetString());
        Assert.Contains("slow down", health.GetProperty("candidates")[0].GetProperty("last_failure").GetProperty("message").GetString(), StringComparison.Ordinal);

        (await bench.AskAsync()).IsWhole(FaultBench.BackupText, "chat/backup");
        Assert.Single(bench.Attempts("primary"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_response_names_its_route_on_request(bool stream)
    {
        await using var bench = await FaultBench.StartAsync("messages", "chat", CommitMode.FirstContent);
        bench.Primary.Reply(SimulatedFault.Status(529));
        var request = ProtocolCase.Messages.Ask($$"""{"model":"chat/primary","max_tokens":9,"stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"hi"}]}""");
        request.Headers.Add("x-router-maestro-explain", "1");

        var (response, answer, _) = await ProtocolCase.Messages.SendAsync(bench.Gateway.Client, request);

        Assert.Equal(FaultBench.BackupText, answer.Text);
        var route = Assert.Single(response.Headers.GetValues("x-router-maestro-route"));
        Assert.StartsWith("chat/primary (", route, StringComparison.Ordinal);
        Assert.Contains("; chat/backup (", route, StringComparison.Ordinal);
        Assert.Equal("2", Assert.Single(response.Headers.GetValues("x-router-maestro-attempts")));
    }

    [Fact]
    public async Task An_error_names_its_route_and_its_model()
    {
        await using var bench = await FaultBench.StartAsync("chat", "chat", CommitMode.FirstContent, s => s with { Strategy = "none" });
        bench.Primary.Reply(SimulatedFault.Status(529));
        var request = ProtocolCase.Chat.Ask("chat", stream: true);
        request.Content = new StringContent("""{"model":"chat/primary","messages":[{"role":"user","content":"hi"}]}""");
        request.Headers.Add("x-router-maestro-explain", "1");

        var response = await bench.Gateway.Client.SendAsync(request);

        Assert.Equal(529, (int)response.StatusCode);
        Assert.Equal("chat/primary", Assert.Single(response.Headers.GetValues("x-router-maestro-model")));
        Assert.Equal("1", Assert.Single(response.Headers.GetValues("x-router-maestro-attempts")));
        Assert.StartsWith("chat/primary (", Assert.Single(response.Headers.GetValues("x-router-maestro-route")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_candidates_after_an_overflow_are_explained_and_used()
    {
        await using var bench = await FaultBench.StartAsync("chat", "chat", CommitMode.FirstContent, s => s with
        {
            Priorities = ["chat/primary", "chat/unknown", "chat/smaller", "chat/backup"],
            MaxRetries = 3,
            ModelOverrides =
            [
                new("chat/primary", new(ContextWindow: 8_000)),
                new("chat/smaller", new(ContextWindow: 8_000)),
                new("chat/backup", new(ContextWindow: 32_000)),
            ],
        });
        bench.Primary.Reply(SimulatedFault.ContextLength(8_000, 9_000));

        var route = await ExplainAsync(bench, """{"model":"chat/primary"}""");
        (await bench.AskAsync()).IsWhole(FaultBench.BackupText, "chat/backup");

        Assert.Equal(["chat/primary", "chat/unknown", "chat/smaller", "chat/backup"], Models(route, "candidates"));
        Assert.Equal([8_000, null, 8_000, 32_000], route.GetProperty("candidates").EnumerateArray()
            .Select(c => c.GetProperty("window") is { ValueKind: JsonValueKind.Number } window ? window.GetInt32() : (int?)null));
        var after = route.GetProperty("after_overflow");
        Assert.Equal(["chat/backup"], after.GetProperty("candidates").EnumerateArray().Select(m => m.GetString()));
        Assert.Contains("larger window", after.GetProperty("rule").GetString(), StringComparison.Ordinal);
        Assert.Equal(["primary", "backup"], bench.Gateway.Received.Select(r => r.Model));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"model":7}""")]
    [InlineData("""{"model":"a/b","messages":7}""")]
    public async Task A_bad_body_is_refused(string body)
    {
        await using var bench = await FaultBench.StartAsync("chat", "chat", CommitMode.FirstContent);

        var response = await bench.Gateway.Client.PostAsync("/api/admin/route/explain", new StringContent(body));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("detail", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static string[] Models(JsonElement route, string list) =>
        [.. route.GetProperty(list).EnumerateArray().Select(c => c.GetProperty("model").GetString()!)];

    private static async Task<JsonElement> ExplainAsync(FaultBench bench, string body, string query = "")
    {
        var response = await bench.Gateway.Client.PostAsync("/api/admin/route/explain" + query, new StringContent(body));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}
