using System.ClientModel;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using OpenAI;
using OpenAI.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Testing.Copilot;
using RouterMaestro.Testing.Observing;
using RouterMaestro.Testing.Simulation;
using RouterMaestro.TestKit;

namespace RouterMaestro.Testing.Tests;

/// <summary>The C# of docs/testing.md, run as it stands there.</summary>
public partial class DocumentationTests
{
    [Fact]
    public async Task A_first_test()
    {
        await using var upstream = await UpstreamSimulator.StartAsync();
        upstream.Reply(SimulatedResponse.Text("Hello ", "you").WithUsage(input: 12, output: 3));

        var chat = new ChatClient(
            "any-model",
            new ApiKeyCredential("any-key"),
            new OpenAIClientOptions { Endpoint = upstream.BaseUrl });
        ChatCompletion answer = await chat.CompleteChatAsync("Hi");

        Assert.Equal("Hello you", answer.Content[0].Text);
        Assert.Equal("any-model", upstream.Requests[0].Model);
    }

    [Fact]
    public async Task What_is_answered_to_whom()
    {
        await using var upstream = await UpstreamSimulator.StartAsync();
        using var client = new WireClient(upstream);
        upstream.Reply(SimulatedResponse.Text("the usual"));
        upstream.Enqueue(SimulatedFault.Status(503), SimulatedResponse.Text("once"));
        upstream.When(request => request.Model == "small").Reply(SimulatedResponse.Text("from a rule"));
        upstream.When(SimulatedOperation.Models).Enqueue(SimulatedFault.Status(500));

        Assert.Equal("from a rule", (await client.AskAsync("chat", model: "small")).Text);
        Assert.NotNull((await client.AskAsync("chat")).ErrorMessage);
        Assert.Equal("once", (await client.AskAsync("chat")).Text);
        Assert.Equal("the usual", (await client.AskAsync("chat")).Text);
        Assert.Equal(500, (int)(await client.GetAsync("v1/models")).Response.StatusCode);
    }

    [Fact]
    public async Task Responses()
    {
        var answer = SimulatedResponse.Empty
            .WithReasoning("Two cities, two calls.", signature: "c2lnbmVk")
            .WithText("Let me look.")
            .WithToolCall("get_weather", """{"city":"Paris"}""")
            .WithToolCall("get_weather", """{"city":"Berlin"}""", id: "call_1")
            .WithUsage(input: 100, output: 40, cacheRead: 80, reasoning: 12)
            .WithModel("model-2026-01-01")
            .WithHeader("x-ratelimit-remaining-tokens", "1000")
            .Interleaved();

        await using var upstream = await UpstreamSimulator.StartAsync();
        upstream.Reply(answer);
        using var client = new WireClient(upstream);
        var got = await client.AskAsync("chat", stream: true);
        Assert.Equal(("model-2026-01-01", "Let me look.", 2), (got.Model, got.Text, got.ToolCalls.Count));
    }

    [Fact]
    public async Task Faults()
    {
        await using var upstream = await UpstreamSimulator.StartAsync();
        upstream.Enqueue(
            SimulatedFault.Status(429, retryAfter: TimeSpan.FromSeconds(2)),
            SimulatedResponse.Text("one ", "two ", "three").DelayFirstPiece(TimeSpan.FromMilliseconds(5)).CutAfter(2));
        upstream.Enqueue(SimulatedFault.Reset().Times(3));

        using var client = new WireClient(upstream);
        using var refused = await client.SendAsync("chat", WireClient.Request("chat"));
        Assert.Equal(TimeSpan.FromSeconds(2), refused.Headers.RetryAfter?.Delta);
        var cut = await client.AskAsync("chat", stream: true);
        Assert.Equal(("one two ", false), (cut.Text, cut.IsComplete));
        await Assert.ThrowsAsync<HttpRequestException>(() => client.SendAsync("chat", WireClient.Request("chat")));
    }

    [Fact]
    public async Task What_arrived()
    {
        await using var upstream = await UpstreamSimulator.StartAsync();
        upstream.Reply(SimulatedFault.Silence());
        using var client = new WireClient(upstream);
        using var patience = new CancellationTokenSource();
        var call = client.SendAsync("messages", WireClient.Request("messages", messages: """{"role":"user","content":"Hi"}"""), patience.Token);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var cancellation = limit.Token;
        var leaving = LeaveAsync(upstream, patience);

        var request = await upstream.WaitForRequestAsync(count: 1, cancellation);

        Assert.Equal("/v1/messages", request.Path);
        Assert.Equal("2023-06-01", request.Headers["anthropic-version"]);
        Assert.Equal(64, request.Json!.Value.GetProperty("max_tokens").GetInt32());
        Assert.Equal("Hi", request.Content.LastUserText);

        await request.WaitForClientToLeaveAsync(cancellation);
        Assert.True(upstream.MaxCallsWithin(TimeSpan.FromSeconds(1.5)) <= 2);

        await leaving;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task GitHub_Copilot()
    {
        await using var copilot = await CopilotSimulator.StartAsync(new() { PollInterval = TimeSpan.FromSeconds(1) });
        copilot.Enqueue(CopilotStep.RateLimited(TimeSpan.FromSeconds(2)));
        copilot.Reply(SimulatedResponse.Text("Hello").WithUsage(input: 12, output: 3).WithQuirks(CopilotQuirks.SplitChoices));
        copilot.TokenExchange.Enqueue(SimulatedFault.Status(503), CopilotStep.Delayed(TimeSpan.FromSeconds(1)));
        copilot.Models = [.. CopilotModel.Defaults, new CopilotModel("odd").WithMember("capabilities.supports", "17")];
        copilot.Account.Limits["session"] = new CopilotLimit(PercentRemaining: 1.5);

        string gitHubToken = copilot.AddGitHubToken();
        copilot.ExpireTokens();

        Assert.StartsWith("ghu_", gitHubToken);
        Assert.Equal(copilot.Ledger.Entries.Sum(entry => entry.NanoAiu), copilot.Ledger.TotalNanoAiu);
    }

    [Fact]
    public async Task Looking_at_what_a_client_got()
    {
        await using var upstream = await UpstreamSimulator.StartAsync();
        upstream.Reply(SimulatedResponse.Text("Hello").WithUsage(12, 3));
        using var http = new HttpClient();
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(upstream.Address, "v1/messages"))
        {
            Content = new StringContent(WireClient.Request("messages", stream: true), new MediaTypeHeaderValue("application/json")),
            Headers = { { "anthropic-version", "2023-06-01" } },
        };

        using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
        var transcript = await SseTranscript.ReadAsync(await response.Content.ReadAsStreamAsync());
        var got = ObservedResponse.FromStream(WireProtocol.AnthropicMessages, transcript);

        Assert.Empty(got.Problems);
        Assert.True(got.IsComplete);
        Assert.Equal(("Hello", "end_turn"), (got.Text, got.StopReason));
        Assert.Equal(new SimulatedUsage(Input: 12, Output: 3), got.Usage);
    }

    [Fact]
    public void The_page_shows_what_is_run_here()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "testing.md"));
        var source = Squeeze(File.ReadAllText(Path.Combine(Repository.Root, "tests", "RouterMaestro.Testing.Tests", "DocumentationTests.cs")));
        var blocks = Block().Matches(page).Select(m => m.Groups[1].Value).ToList();
        Assert.Equal(7, blocks.Count);
        Assert.All(blocks, block => Assert.Contains(Squeeze(block), source, StringComparison.Ordinal));
    }

    private static async Task LeaveAsync(UpstreamSimulator upstream, CancellationTokenSource patience)
    {
        await upstream.WaitForRequestAsync();
        await patience.CancelAsync();
    }

    private static string Squeeze(string text) => Blanks().Replace(text, " ").Trim();

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
