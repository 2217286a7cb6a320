using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Application.Outcomes;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Usage;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Routing;

/// <summary>The end of every call is told to the host's observers once, whatever the operation and the end.</summary>
public sealed class CallObserverTests
{
    private const string Hi = """ "messages":[{"role":"user","content":"hi"}]""";

    [Theory]
    [InlineData("chat/m", false, true)]
    [InlineData("chat/m", true, true)]
    [InlineData("messages/m", false, false)]
    [InlineData("messages/m", true, false)]
    public async Task A_complete_response_is_told_with_its_usage(string model, bool stream, bool isPassthrough)
    {
        var (gateway, seen) = await StartAsync();
        gateway.Upstream.Reply(SimulatedResponse.Text("hello").WithUsage(12, 3));

        await SendAsync(gateway, "/v1/chat/completions", $$"""{"model":"{{model}}","seed":7,"stream":{{(stream ? "true" : "false")}},{{Hi}}}""");
        await gateway.DisposeAsync();

        var outcome = Assert.Single(seen);
        Assert.Equal((CallEnd.Completed, model, 1, isPassthrough), (outcome.End, outcome.Model?.QualifiedId, outcome.Attempts, outcome.IsPassthrough));
        Assert.Equal((12, 3, FinishReason.Stop), (outcome.Usage!.Prompt, outcome.Usage.Completion, outcome.Finish));
        Assert.Equal(("chat", model.Split('/')[0]), (outcome.Caller!.Name, outcome.Provider!.Name));
        Assert.Equal(isPassthrough ? [] : ["seed"], outcome.Lost);
        Assert.True(outcome.TimeToFirstContent <= outcome.Duration && outcome.RequestId.Length > 0);
    }

    [Fact]
    public async Task An_error_is_told_with_the_model_that_failed()
    {
        var (gateway, seen) = await StartAsync();
        gateway.Upstream.Reply(SimulatedFault.Status(400, "no"));

        await SendAsync(gateway, "/v1/chat/completions", $$"""{"model":"chat/m",{{Hi}}}""");
        await SendAsync(gateway, "/v1/chat/completions", $$"""{"model":"nobody/m",{{Hi}}}""");
        await gateway.DisposeAsync();

        Assert.Equal([(CallEnd.Refused, 400, "chat/m", 1), (CallEnd.Refused, 404, null, 0)], seen.Select(o => (o.End, o.Error!.Status, o.Model?.QualifiedId, o.Attempts)));
    }

    [Fact]
    public async Task A_stream_that_breaks_off_is_told_as_failed()
    {
        var (gateway, seen) = await StartAsync();
        gateway.Upstream.Reply(SimulatedResponse.Text("hello there, how are you").CutAfter(3));

        await SendAsync(gateway, "/v1/messages", $$"""{"model":"chat/m","max_tokens":9,"stream":true,{{Hi}}}""");
        await gateway.DisposeAsync();

        var outcome = Assert.Single(seen);
        Assert.Equal((CallEnd.Failed, FailureKind.Cut), (outcome.End, outcome.Failure?.Kind));
    }

    [Fact]
    public async Task Token_counts_and_embeddings_are_told_too()
    {
        var (gateway, seen) = await StartAsync();

        await SendAsync(gateway, "/v1/messages/count_tokens", $$"""{"model":"chat/m",{{Hi}}}""");
        await SendAsync(gateway, "/v1/embeddings", """{"model":"chat/e","input":"a"}""");
        await gateway.DisposeAsync();

        Assert.Equal([(true, CallEnd.Completed), (false, CallEnd.Completed)], seen.Select(o => (o.IsCount, o.End)));
        Assert.True(seen.First().Usage!.Prompt > 0);
    }

    [Fact]
    public async Task An_observer_that_throws_affects_no_call()
    {
        var seen = new Seen();
        await using var gateway = await TestGateway.StartAsync(configure: router => Register(router.AddCallObserver<Broken>().AddCallObserver<Observer>().Services, seen));
        gateway.Upstream.Reply(SimulatedResponse.Text("hello"));

        await SendAsync(gateway, "/v1/chat/completions", $$"""{"model":"chat/m",{{Hi}}}""");
        await gateway.DisposeAsync();

        Assert.Equal(CallEnd.Completed, Assert.Single(seen).End);
        Assert.Single(gateway.Logs.All, line => line.Contains("The observer", StringComparison.Ordinal) && line.Contains(nameof(Broken), StringComparison.Ordinal));
    }

    private static async Task<(TestGateway Gateway, Seen Seen)> StartAsync()
    {
        var seen = new Seen();
        return (await TestGateway.StartAsync(configure: router => Register(router.AddCallObserver<Observer>().Services, seen)), seen);
    }

    private static void Register(IServiceCollection services, Seen seen) => services.AddSingleton(seen);

    private static async Task SendAsync(TestGateway gateway, string path, string body)
    {
        try
        {
            using var response = await gateway.Client.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));
            await response.Content.ReadAsStringAsync();
        }
        catch (HttpRequestException)
        {
            // a stream that breaks off may end with the connection
        }
    }

    private sealed class Seen : ConcurrentQueue<CallOutcome>;

    private sealed class Observer(Seen seen) : ICallObserver
    {
        public void OnEnded(CallOutcome outcome) => seen.Enqueue(outcome);
    }

    private sealed class Broken : ICallObserver
    {
        public void OnEnded(CallOutcome outcome) => throw new InvalidOperationException("broken");
    }
}
