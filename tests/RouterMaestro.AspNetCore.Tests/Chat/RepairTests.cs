using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Application.Outcomes;
using RouterMaestro.AspNetCore.Tests.Routing;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Domain.Usage;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Chat;

/// <summary>Chat responses that official clients cannot read are repaired on the way to a Chat caller, which is named, logged, counted and observed.</summary>
public sealed class RepairTests
{
    private const string Header = "x-router-maestro-repaired";
    private const string Whole = """{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":null}],"usage":{"prompt_tokens":2.0,"completion_tokens":1,"total_tokens":3}}""";
    private const string Hello = """data: {"id":"c","model":"m","choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":""}]}""";
    private const string End = """data: {"id":"c","model":"m","choices":[{"index":0,"delta":{},"finish_reason":"MAX_TOKENS"}]}""";
    private const string Stream = $"{Hello}\n\n{End}\n\ndata: [DONE]\n\n";

    [Fact]
    public async Task A_whole_response_is_repaired_and_every_report_names_it()
    {
        ConcurrentQueue<string> counted = [];
        using var listener = LossListener.Start(counted, "router_maestro.passthrough.repairs");
        var (gateway, seen) = await StartAsync();
        gateway.Upstream.Reply(Json(Whole));

        var (response, body) = await AskAsync(gateway, stream: false);
        await gateway.DisposeAsync();

        Assert.Equal(Whole.Replace("\"m\"", "\"chat/m\"", StringComparison.Ordinal).Replace("null", "\"stop\"", StringComparison.Ordinal).Replace("2.0", "2", StringComparison.Ordinal), body);
        Assert.Equal("finish_reason, usage", Assert.Single(response.Headers.GetValues(Header)));
        Assert.Contains("1 protocol=chat provider=chat value=finish_reason", counted);
        Assert.Contains("1 protocol=chat provider=chat value=usage", counted);
        Assert.Single(gateway.Logs.All, l => l.StartsWith("Information", StringComparison.Ordinal) && l.Contains("the response of chat/m was repaired: finish_reason, usage", StringComparison.Ordinal));
        Assert.Equal(["finish_reason", "usage"], Assert.Single(seen).Repaired);
    }

    [Theory]
    [InlineData(CommitMode.FirstContent)]
    [InlineData(CommitMode.Complete)]
    public async Task A_stream_is_repaired_and_its_header_names_what_is_known_before_the_first_byte(CommitMode commit)
    {
        var (gateway, seen) = await StartAsync(new RoutingSettings { Commit = commit });
        var stream = Stream.Replace("\"m\",", "\"m\",\"usage\":null,", StringComparison.Ordinal).Replace(":\"\"", ":null", StringComparison.Ordinal);

        // the end comes when the first content has gone down with the header
        var first = stream.IndexOf("\n\n", StringComparison.Ordinal) + 2;
        gateway.Upstream.Reply(SimulatedResponse.Raw(200, "text/event-stream", Encoding.UTF8.GetBytes(stream), first, stream.Length).DelayChunks(TimeSpan.FromMilliseconds(500)));

        var (response, body) = await AskAsync(gateway, stream: true);
        await gateway.DisposeAsync();

        Assert.Contains("\"finish_reason\":\"length\"", body, StringComparison.Ordinal);
        Assert.EndsWith("data: [DONE]\n\n", body, StringComparison.Ordinal);
        Assert.Equal(commit == CommitMode.Complete, response.Headers.Contains(Header));
        Assert.Equal(["finish_reason"], Assert.Single(seen).Repaired);
        Assert.Contains(gateway.Logs.All, l => l.Contains("was repaired: finish_reason", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_empty_finish_reason_before_the_end_becomes_null()
    {
        var (gateway, _) = await StartAsync();
        await using var end = gateway;
        gateway.Upstream.Reply(Sse(Stream));

        var (response, body) = await AskAsync(gateway, stream: true);

        Assert.Equal(Stream.Replace("\"m\"", "\"chat/m\"", StringComparison.Ordinal).Replace("\"\"", "null", StringComparison.Ordinal).Replace("MAX_TOKENS", "length", StringComparison.Ordinal), body);
        Assert.Equal("finish_reason", Assert.Single(response.Headers.GetValues(Header)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task With_the_setting_off_only_the_model_is_written_anew(bool stream)
    {
        var (gateway, seen) = await StartAsync(new RoutingSettings { Repair = false });
        gateway.Upstream.Reply(stream ? Sse(Stream) : Json(Whole));

        var (response, body) = await AskAsync(gateway, stream);
        await gateway.DisposeAsync();

        Assert.Equal((stream ? Stream : Whole).Replace("\"m\"", "\"chat/m\"", StringComparison.Ordinal), body);
        Assert.False(response.Headers.Contains(Header));
        Assert.Empty(Assert.Single(seen).Repaired);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(true, false)]
    public async Task A_finish_reason_that_reports_an_overload_is_one(bool stream, bool repair)
    {
        var (gateway, seen) = await StartAsync(new RoutingSettings { Repair = repair });
        gateway.Upstream.Reply(stream
            ? Sse(End.Replace("MAX_TOKENS", "insufficient_system_resource", StringComparison.Ordinal) + "\n\ndata: [DONE]\n\n")
            : Json(Whole.Replace("null", "\"insufficient_system_resource\"", StringComparison.Ordinal)));

        var (response, body) = await AskAsync(gateway, stream);
        await gateway.DisposeAsync();

        Assert.Equal((HttpStatusCode)529, response.StatusCode);
        Assert.Equal("The provider broke off with the finish reason 'insufficient_system_resource'.", (string?)JsonNode.Parse(body)!["error"]!["message"]);
        Assert.Equal((CallEnd.Refused, FailureKind.Overloaded), (Assert.Single(seen).End, seen.First().Error!.Upstream!.Kind));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_finish_reason_that_reports_an_error_lets_the_next_candidate_serve(bool stream)
    {
        await using var gateway = await TwoProviders.StartAsync("chat");
        gateway.Upstream.Enqueue(stream ? Sse(End.Replace("MAX_TOKENS", "abort", StringComparison.Ordinal) + "\n\n") : Json(Whole.Replace("null", "\"abort\"", StringComparison.Ordinal)));
        gateway.Upstream.Enqueue(SimulatedResponse.Text("rescued"));

        var (response, answer) = await TwoProviders.AskAsync(gateway, ProtocolCase.Chat, stream, "router-maestro", """{"role":"user","content":"hi"}""");

        Assert.Equal(("rescued", "second/two"), (answer.Text, Assert.Single(response.Headers.GetValues("x-router-maestro-model"))));
    }

    [Fact]
    public async Task After_content_such_a_finish_reason_is_an_error_event()
    {
        var (gateway, seen) = await StartAsync();
        gateway.Upstream.Reply(Sse(Stream.Replace("MAX_TOKENS", "abort", StringComparison.Ordinal).Replace("\"\"", "null", StringComparison.Ordinal)));

        var (response, body) = await AskAsync(gateway, stream: true);
        await gateway.DisposeAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var frames = body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, frames.Length);
        Assert.StartsWith("""data: {"error":{"message":"The provider broke off with the finish reason 'abort'.""", frames[1], StringComparison.Ordinal);
        Assert.Equal((CallEnd.Failed, FailureKind.ServerError), (Assert.Single(seen).End, seen.First().Failure!.Kind));
    }

    private static SimulatedStep Json(string body) => SimulatedResponse.Raw(200, "application/json", Encoding.UTF8.GetBytes(body));

    private static SimulatedStep Sse(string body) => SimulatedResponse.Raw(200, "text/event-stream", Encoding.UTF8.GetBytes(body));

    private static async Task<(TestGateway Gateway, Seen Seen)> StartAsync(RoutingSettings? routing = null)
    {
        var seen = new Seen();
        return (await TestGateway.StartAsync(routing, router => router.AddCallObserver<Observer>().Services.AddSingleton(seen)), seen);
    }

    private static async Task<(HttpResponseMessage Response, string Body)> AskAsync(TestGateway gateway, bool stream)
    {
        var response = await gateway.Client.SendAsync(ProtocolCase.Chat.AskAll("chat", stream, """{"role":"user","content":"hi"}""", model: "m"), HttpCompletionOption.ResponseHeadersRead);
        using var body = new MemoryStream();
        try
        {
            await response.Content.CopyToAsync(body);
        }
        catch (HttpRequestException)
        {
            // after an error the connection is broken on purpose
        }

        return (response, Encoding.UTF8.GetString(body.ToArray()));
    }

    private sealed class Seen : ConcurrentQueue<CallOutcome>;

    private sealed class Observer(Seen seen) : ICallObserver
    {
        public void OnEnded(CallOutcome outcome) => seen.Enqueue(outcome);
    }
}
