using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Testing.Simulation;
using RouterMaestro.TestKit;

namespace RouterMaestro.AspNetCore.Tests.Routing;

/// <summary>Every call leaves one line, and every failure on its way another. The sample in docs/logging.md is one of these lines.</summary>
public sealed class CallLogTests
{
    private const string Hi = """ "messages":[{"role":"user","content":"my private words"}]""";

    [Theory]
    [InlineData("chat/m", false)]
    [InlineData("chat/m", true)]
    [InlineData("messages/m", true)]
    public async Task A_call_has_one_line_with_what_became_of_it(string model, bool stream)
    {
        var gateway = await TestGateway.StartAsync();
        gateway.Upstream.Reply(SimulatedResponse.Text("secret words of the model").WithUsage(21, 11));

        await SendAsync(gateway, "/v1/chat/completions?who=me", $$"""{"model":"{{model}}","user":"user-77","stream":{{(stream ? "true" : "false")}},{{Hi}}}""");
        await gateway.DisposeAsync();

        var line = Assert.Single(Calls(gateway));
        Assert.Matches(
            $"^Information RouterMaestro.Calls: request=r-1 caller=chat model={model} served={model} attempts=1 status=200 first_ms=[0-9]+ total_ms=[0-9]+ in=21 out=11 cached=0 outcome=completed key=gateway $",
            line);
        Assert.DoesNotContain(Lines(gateway), l => l.Contains("words", StringComparison.Ordinal) || l.Contains("user-77", StringComparison.Ordinal)
            || l.Contains("who=me", StringComparison.Ordinal) || l.Contains(TestGateway.Key, StringComparison.Ordinal) || l.Contains(TestGateway.UpstreamKey, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/v1/responses", """{"model":"responses/m","input":"hi"}""", "caller=responses model=responses/m served=responses/m")]
    [InlineData("/v1/embeddings", """{"model":"chat/m","input":"hi"}""", "operation=embeddings")]
    [InlineData("/v1/messages/count_tokens", """{"model":"messages/m","messages":[{"role":"user","content":"hi"}]}""", "operation=count")]
    [InlineData("/v1/responses/resp_unknown/cancel", "", "operation=stored-response")]
    public async Task So_has_every_other_operation(string path, string body, string words)
    {
        var gateway = await TestGateway.StartAsync();
        gateway.Upstream.Reply(SimulatedResponse.Text("served"));

        await SendAsync(gateway, path, body);
        await gateway.DisposeAsync();

        Assert.Contains(words, Assert.Single(Calls(gateway)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failed_attempts_fallbacks_and_circuits_have_lines_of_their_own()
    {
        var gateway = await TestGateway.StartAsync(new RoutingSettings { Priorities = ["chat/one", "messages/two"] });
        gateway.Upstream.When(r => r.Model == "one").Reply(SimulatedFault.Status(503, $"down\n\u001b[31mnow {TestGateway.UpstreamKey} {new string('x', 900)}"));
        gateway.Upstream.When(r => r.Model == "two").Reply(SimulatedResponse.Text("served"));

        await SendAsync(gateway, "/v1/chat/completions", $$"""{"model":"chat/one",{{Hi}}}""");
        await gateway.DisposeAsync();

        var lines = Lines(gateway);
        Assert.Equal(2, lines.Count(l => l.StartsWith("Warning RouterMaestro.Calls: Request r-1: chat/one failed (ServerError, HTTP 503", StringComparison.Ordinal)));
        Assert.All(lines.Where(l => l.Contains("failed", StringComparison.Ordinal)), l =>
        {
            Assert.Contains("): down ", l, StringComparison.Ordinal);
            Assert.InRange(l.Length, 0, 450);
        });
        Assert.Single(lines, l => l == "Information RouterMaestro.Calls: Request r-1: falls back from chat/one to messages/two ");
        Assert.Single(lines, l => l.StartsWith("Warning RouterMaestro.Calls: The circuit of chat/one is open until ", StringComparison.Ordinal) && l.EndsWith("failures in a row: 1 (ServerError) ", StringComparison.Ordinal));
        Assert.Contains("served=messages/two attempts=3 status=200", Assert.Single(Calls(gateway)), StringComparison.Ordinal);
        Assert.DoesNotContain(Lines(gateway), l => l.Contains(TestGateway.UpstreamKey, StringComparison.Ordinal) || l.Contains('\u001b') || l.Contains('\n'));
    }

    [Fact]
    public async Task The_providers_own_id_of_a_failed_request_is_logged_and_a_circuit_that_closes()
    {
        var gateway = await TestGateway.StartAsync(new RoutingSettings { Strategy = "none" });
        gateway.Upstream.Enqueue(SimulatedResponse.Raw(429, "application/json", Encoding.UTF8.GetBytes("""{"error":{"message":"slow down","type":"requests"}}""")).WithHeader("x-request-id", "req_theirs"));
        gateway.Upstream.Reply(SimulatedResponse.Text("well again"));

        await SendAsync(gateway, "/v1/chat/completions", $$"""{"model":"chat/m",{{Hi}}}""");
        await SendAsync(gateway, "/v1/chat/completions", $$"""{"model":"chat/m",{{Hi}}}""");
        await gateway.DisposeAsync();

        Assert.Contains("Warning RouterMaestro.Calls: Request r-1: chat/m failed (RateLimited, HTTP 429, provider's request id req_theirs): slow down ", Lines(gateway));
        Assert.Contains("Information RouterMaestro.Calls: The circuit of chat/m is closed again ", Lines(gateway));
        Assert.Contains(" status=429 ", Calls(gateway)[0], StringComparison.Ordinal);
        Assert.Contains(" outcome=refused ", Calls(gateway)[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_breaks_in_the_middle_has_a_line()
    {
        var gateway = await TestGateway.StartAsync();
        gateway.Upstream.Reply(SimulatedResponse.Text("one ", "two ", "three ").CutAfter(2));

        await SendAsync(gateway, "/v1/messages", $$"""{"model":"chat/m","max_tokens":9,"stream":true,{{Hi}}}""");
        await gateway.DisposeAsync();

        Assert.Single(Lines(gateway), l => l.StartsWith("Warning RouterMaestro.Calls: Request r-1: the stream of chat/m broke in the middle (Cut", StringComparison.Ordinal));
        Assert.Contains(" status=200 ", Assert.Single(Calls(gateway)), StringComparison.Ordinal);
        Assert.Contains(" outcome=failed ", Assert.Single(Calls(gateway)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_level_Warning_leaves_failures_only()
    {
        var gateway = await TestGateway.StartAsync(
            new RoutingSettings { Priorities = ["chat/one", "messages/two"] },
            router => router.Services.AddLogging(logging => logging.AddFilter("RouterMaestro.Calls", LogLevel.Warning)));
        gateway.Upstream.When(r => r.Model == "one").Reply(SimulatedFault.Status(500, "oops"));
        gateway.Upstream.When(r => r.Model == "two").Reply(SimulatedResponse.Text("served"));

        await SendAsync(gateway, "/v1/chat/completions", $$"""{"model":"chat/one",{{Hi}}}""");
        await gateway.DisposeAsync();

        Assert.Equal(3, Lines(gateway).Length);
        Assert.All(Lines(gateway), l => Assert.StartsWith("Warning ", l, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refused_keys_are_logged_at_a_bounded_rate_and_the_others_counted()
    {
        var gateway = await TestGateway.StartAsync();
        for (var i = 0; i < 25; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent("{}") };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "sk-wrong-and-secret");
            using var response = await gateway.Client.SendAsync(request);
            Assert.Equal(401, (int)response.StatusCode);
        }

        await gateway.DisposeAsync();

        Assert.Equal(10, Lines(gateway).Count(l => l.EndsWith(" was refused with 401: The gateway key is wrong. ", StringComparison.Ordinal)));
        Assert.Single(Lines(gateway), l => l.Contains("15 more requests were refused", StringComparison.Ordinal));
        Assert.DoesNotContain(Lines(gateway), l => l.Contains("sk-wrong", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_model_name_cannot_forge_a_line()
    {
        var gateway = await TestGateway.StartAsync();

        await SendAsync(gateway, "/v1/chat/completions", $$"""{"model":"chat/a\nInformation outcome=completed \"",{{Hi}}}""");
        await gateway.DisposeAsync();

        var line = Assert.Single(Calls(gateway));
        Assert.Contains("model=\"chat/a?Information outcome=completed '\"", line, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_shows_lines_of_this_form() => Assert.Matches(
        "request=[0-9a-f]{32} caller=messages model=claude-fast served=lab/m attempts=2 status=200 first_ms=[0-9]+ total_ms=[0-9]+ in=21 out=11 cached=0 outcome=completed key=gateway",
        File.ReadAllText(Path.Combine(Repository.Root, "docs", "logging.md")));

    private static string[] Lines(TestGateway gateway) => [.. gateway.Logs.All.Where(l => l.Contains(" RouterMaestro.Calls: ", StringComparison.Ordinal))];

    private static string[] Calls(TestGateway gateway) => [.. Lines(gateway).Where(l => l.Contains(": request=", StringComparison.Ordinal))];

    private static async Task SendAsync(TestGateway gateway, string path, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("x-request-id", "r-1");
        try
        {
            using var response = await gateway.Client.SendAsync(request);
            await response.Content.ReadAsStringAsync();
        }
        catch (HttpRequestException)
        {
            // a stream that breaks off may end with the connection
        }
    }
}
