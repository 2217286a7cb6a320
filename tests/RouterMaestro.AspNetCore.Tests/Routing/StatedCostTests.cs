using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Application.Outcomes;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Usage;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Routing;

/// <summary>What providers state within their usage reaches observers once, in the provider's unit, whatever the way of the response.</summary>
public sealed class StatedCostTests
{
    private const string Ticks = ""","num_sources_used":0,"cost_in_usd_ticks":1399000""";
    private const string OpenRouter = ""","cost":4.01e-05,"is_byok":false,"cost_details":{"upstream_inference_cost":4.01e-05}""";
    private const string OwnKey = ""","cost":0.0001,"is_byok":true,"cost_details":{"upstream_inference_cost":0.002}""";
    private const string Perplexity = ""","cost":{"input_tokens_cost":0.001,"request_cost":0.005,"total_cost":0.0061}""";

    public static TheoryData<string, string, string> Costs => new()
    {
        { Ticks, "usd-ticks", "1399000" },
        { OpenRouter, "usd", "0.0000401" },
        { OwnKey, "usd", "0.0021" },
        { Perplexity, "usd", "0.0061" },
        { ""","cost":0""", "usd", "0" },
    };

    [Theory]
    [MemberData(nameof(Costs))]
    public async Task A_cost_is_told_once_of_whole_responses_and_of_streams(string members, string unit, string amount)
    {
        await CheckAsync("/v1/chat/completions", stream: false, members, unit, amount);
        await CheckAsync("/v1/chat/completions", stream: true, members, unit, amount);
        await CheckAsync("/v1/messages", stream: false, members, unit, amount);
        await CheckAsync("/v1/messages", stream: true, members, unit, amount);
    }

    [Fact]
    public async Task The_cost_of_embeddings_is_told()
    {
        var outcome = await CallAsync("/v1/embeddings", """{"model":"chat/e","input":"a"}""", "application/json",
            """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5]}],"model":"e","usage":{"prompt_tokens":3,"total_tokens":3,"cost":0.000003}}""");

        Assert.Equal([0.000003m], outcome.StatedCosts.Select(c => c.Amount));
        Assert.Equal((3, 0), (outcome.Usage!.Prompt, outcome.Usage.Completion));
    }

    [Theory]
    [InlineData("")]
    [InlineData(""","cost":null""")]
    [InlineData(""","cost":-1""")]
    [InlineData(""","cost":"much","cost_details":[1]""")]
    public async Task What_is_no_cost_is_not_told(string members)
    {
        Assert.Empty((await SendAsync("/v1/chat/completions", stream: true, members)).StatedCosts);
        Assert.Empty((await SendAsync("/v1/chat/completions", stream: false, members)).StatedCosts);
    }

    [Fact]
    public async Task A_cost_that_comes_with_every_chunk_counts_as_it_is_last()
    {
        var outcome = await CallAsync("/v1/chat/completions", Body("/v1/chat/completions", stream: true), "text/event-stream",
            Chunk("hel", null, """{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2,"cost":0.1}""")
            + Chunk("lo", "stop", """{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3,"cost":0.2}""") + "data: [DONE]\n\n");

        Assert.Equal([0.2m], outcome.StatedCosts.Select(c => c.Amount));
    }

    private static async Task CheckAsync(string path, bool stream, string members, string unit, string amount)
    {
        var outcome = await SendAsync(path, stream, members);

        Assert.Equal(CallEnd.Completed, outcome.End);
        Assert.Equal([("chat/m", unit, decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture))], outcome.StatedCosts.Select(c => (c.Model.QualifiedId, c.Unit, c.Amount)));
        Assert.Equal((10, 5, 15), (outcome.Usage!.Prompt, outcome.Usage.Completion, outcome.Usage.Total));
        Assert.Equal("flex", outcome.Usage.ServiceTier);
    }

    private static Task<CallOutcome> SendAsync(string path, bool stream, string members)
    {
        var usage = $$"""{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15{{members}}}""";
        var (type, text) = stream
            ? ("text/event-stream", Chunk("hello", "stop", "null") + Chunk(null, null, usage) + "data: [DONE]\n\n")
            : ("application/json", $$"""{"id":"a","object":"chat.completion","created":1,"model":"m","service_tier":"flex","choices":[{"index":0,"message":{"role":"assistant","content":"hello"},"finish_reason":"stop"}],"usage":{{usage}}}""");
        return CallAsync(path, Body(path, stream), type, text);
    }

    private static string Body(string path, bool stream) =>
        $$"""{"model":"chat/m","stream":{{(stream ? "true" : "false")}},{{(path == "/v1/messages" ? "\"max_tokens\":9," : "")}}"messages":[{"role":"user","content":"hi"}]}""";

    private static string Chunk(string? text, string? finish, string usage)
    {
        var choices = text is null ? "" : $$"""{"index":0,"delta":{"content":"{{text}}"},"finish_reason":{{(finish is null ? "null" : $"\"{finish}\"")}}}""";
        return $$"""data: {"id":"a","object":"chat.completion.chunk","created":1,"model":"m","service_tier":"flex","choices":[{{choices}}],"usage":{{usage}}}""" + "\n\n";
    }

    private static async Task<CallOutcome> CallAsync(string path, string body, string type, string reply)
    {
        var seen = new Seen();
        await using var gateway = await TestGateway.StartAsync(configure: router => router.AddCallObserver<Observer>().Services.AddSingleton(seen));
        gateway.Upstream.When(path == "/v1/embeddings" ? SimulatedOperation.Embed : SimulatedOperation.Generate).Reply(SimulatedResponse.Raw(200, type, Encoding.UTF8.GetBytes(reply)));
        using var response = await gateway.Client.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));
        await response.Content.ReadAsStringAsync();
        await gateway.DisposeAsync();
        return Assert.Single(seen);
    }

    private sealed class Seen : ConcurrentQueue<CallOutcome>;

    private sealed class Observer(Seen seen) : ICallObserver
    {
        public void OnEnded(CallOutcome outcome) => seen.Enqueue(outcome);
    }
}
