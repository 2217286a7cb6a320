using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Application;
using RouterMaestro.Application.Outcomes;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Usage;
using RouterMaestro.Testing;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Infrastructure.Tests.DependencyInjection;

/// <summary>The router as code of the same process calls it, over real HTTP to providers of every protocol.</summary>
public sealed class InProcessTests : IAsyncLifetime
{
    private readonly CallLog _log = new();

    private UpstreamSimulator _upstream = null!;
    private ServiceProvider _services = null!;

    /// <summary>Gets the providers, each named after its protocol.</summary>
    public static TheoryData<string> Providers => [.. WireProtocol.All.Select(protocol => protocol.Name)];

    private IRouter Router => _services.GetRequiredService<IRouter>();

    public async Task InitializeAsync()
    {
        _upstream = await UpstreamSimulator.StartAsync();
        _services = new ServiceCollection()
            .AddSingleton<ICallObserver>(_log)
            .AddRouterMaestro(options => options.Routing = new() { Priorities = ["chat/one", "messages/one"], MaxRetries = 1 })
            .AddOpenAICompatible("chat", _upstream.BaseUrl.ToString(), options => options.Models.Add("one"))
            .AddOpenAICompatible("responses", _upstream.BaseUrl.ToString(), options =>
            {
                options.Models.Add("one");
                options.Protocols.Add(WireProtocol.OpenAIResponses);
            })
            .AddAnthropicCompatible("messages", _upstream.Address.ToString(), options =>
            {
                options.Models.Add("one");
                options.AllowUnauthenticated = true;
            })
            .Services.BuildServiceProvider();
    }

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_question_gets_a_whole_response(string provider)
    {
        _upstream.Reply(SimulatedResponse.Empty.WithReasoning("Hm.").WithText("Hello \"Wörld\" 😀").WithUsage(12, 3));

        var response = await Router.AskAsync(provider + "/one", "Hi");

        Assert.Equal(("Hello \"Wörld\" 😀", provider + "/one", FinishReason.Stop), (response.Text, response.Model, response.Finish));
        Assert.Equal((12L, 3L), (response.Usage!.Prompt, response.Usage.Completion));
        Assert.Equal(("Hi", false), (_upstream.Calls[^1].Content.LastUserText, _upstream.Calls[^1].IsStream));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_response_is_kept_while_other_calls_use_the_buffers_again(string provider)
    {
        _upstream.Reply(request => SimulatedResponse.Empty
            .WithText(new string(request.Content.LastUserText[0], 3000))
            .WithToolCall("look", $$"""{"at":"{{request.Content.LastUserText}}"}"""));

        var first = await Router.AskAsync(provider + "/one", "a");
        for (var call = 0; call < 5; call++)
        {
            await Router.AskAsync(provider + "/one", "b");
        }

        Assert.Equal((new string('a', 3000), """{"at":"a"}"""), (first.Text, first.ToolCalls[0].Arguments.ToString()));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_stream_arrives_piece_by_piece(string provider)
    {
        _upstream.Reply(SimulatedResponse.Empty.WithReasoning("Hm.").WithText("Hel", "lo ", "there").WithToolCall("look", "{}").WithUsage(12, 3));
        List<ChatEvent> events = [];

        await foreach (var chatEvent in Router.StreamAsync(provider + "/one", "Hi"))
        {
            events.Add(chatEvent);
        }

        Assert.Equal(provider + "/one", Assert.IsType<ChatEvent.Started>(events[0]).Model);
        var completed = Assert.IsType<ChatEvent.Completed>(events[^1]);
        Assert.Equal((FinishReason.ToolCalls, 15L), (completed.Finish, completed.Usage?.Total));
        Assert.Equal(["Hel", "lo ", "there"], await ToAsync(events).ReadTextAsync().ToListAsync());
        var response = await ToAsync(events).ToChatResponseAsync();
        Assert.Equal(("Hello there", "look", provider + "/one"), (response.Text, Assert.Single(response.ToolCalls.ToArray()).Name, response.Model));
        Assert.True(_upstream.Calls[^1].IsStream);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_whole_conversation_continues(string provider)
    {
        _upstream.Reply(SimulatedResponse.ToolCall("get_weather", """{"city":"Paris"}"""));
        var request = new ChatRequest(provider + "/one", [Message.System("Be brief."), Message.User("one"), Message.Assistant("two"), Message.User("three")])
        {
            Stream = true,
            Tools = [new Tool.Function("get_weather", "Tells the weather.", RawJson.Parse("""{"type":"object"}"""))],
        };

        var call = Assert.Single((await Router.AskAsync(request)).ToolCalls.ToArray());
        _upstream.Reply(SimulatedResponse.Echo());
        var response = await Router.AskAsync(request with
        {
            Messages = [.. request.Messages, new Message(Role.Assistant, [call]), new Message(Role.User, [new ToolResultPart(call.Id, [new TextPart("18 °C")])])],
        });

        Assert.Contains("tools=get_weather results=18 °C", response.Text, StringComparison.Ordinal);
        Assert.Equal("Be brief.", _upstream.Calls[^1].Content.System);
        Assert.False(_upstream.Calls[^1].IsStream);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_next_model_responds_if_the_first_fails(bool stream)
    {
        _upstream.When(request => request.Protocol == WireProtocol.OpenAIChat).Reply(SimulatedFault.Status(503));
        _upstream.Reply(SimulatedResponse.Text("Hello"));

        var response = stream
            ? await Router.StreamAsync("router-maestro", "Hi").ToChatResponseAsync()
            : await Router.AskAsync("router-maestro", "Hi");

        Assert.Equal(("Hello", "messages/one"), (response.Text, response.Model));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_error_says_what_callers_need(bool stream)
    {
        _upstream.Reply(SimulatedFault.Status(400, "the provider's very words"));
        Func<string, Task> ask = stream
            ? model => Router.StreamAsync(model, "Hi").ToChatResponseAsync()
            : model => Router.AskAsync(model, "Hi");

        var failed = (await Assert.ThrowsAsync<RouterException>(() => ask("responses/one"))).Error;
        var unknown = (await Assert.ThrowsAsync<RouterException>(() => ask("nobody/one"))).Error;
        var empty = (await Assert.ThrowsAsync<RouterException>(() => ask(" "))).Error;

        Assert.Equal((RouterErrorKind.UpstreamFailed, 400, "responses/one"), (failed.Kind, failed.Status, failed.Model?.QualifiedId));
        Assert.Contains("the provider's very words", failed.Message, StringComparison.Ordinal);
        Assert.Equal((RouterErrorKind.NotFound, 404, "model"), (unknown.Kind, unknown.Status, unknown.Param));
        Assert.Equal((RouterErrorKind.InvalidRequest, 400, "model"), (empty.Kind, empty.Status, empty.Param));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_stream_that_breaks_off_throws_after_what_arrived(string provider)
    {
        _upstream.Reply(SimulatedResponse.Text("one ", "two ", "three").ErrorAfter(2, SimulatedFault.Status(529)));
        List<string> pieces = [];

        var error = (await Assert.ThrowsAsync<RouterException>(async () =>
        {
            await foreach (var piece in Router.StreamAsync(provider + "/one", "Hi").ReadTextAsync())
            {
                pieces.Add(piece);
            }
        })).Error;

        Assert.Equal(["one ", "two "], pieces);
        Assert.Equal((RouterErrorKind.UpstreamFailed, provider + "/one", 1), (error.Kind, error.Model?.QualifiedId, error.Attempts));
    }

    [Fact]
    public async Task A_stream_that_is_left_early_leaves_the_provider()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        _upstream.Reply(SimulatedResponse.Text("one ", "two ", "three").StallAfter(1));

        await foreach (var piece in Router.StreamAsync("chat/one", "Hi", patience.Token).ReadTextAsync())
        {
            Assert.Equal("one ", piece);
            break;
        }

        await _upstream.Calls[^1].WaitForClientToLeaveAsync(patience.Token);
        Assert.Equal([CallEnd.Abandoned], _log.Ends);
    }

    [Fact]
    public async Task A_stream_that_nobody_enumerates_makes_no_call()
    {
        var events = Router.StreamAsync("chat/one", "Hi");

        Assert.Empty(_upstream.Calls);
        await events.ToChatResponseAsync();
        Assert.Single(_upstream.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cancelled_call_leaves_the_provider(bool stream)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var cancellation = new CancellationTokenSource();
        _upstream.Reply(SimulatedFault.Silence());
        var call = stream
            ? Router.StreamAsync("chat/one", "Hi", cancellation.Token).ToChatResponseAsync(cancellation.Token)
            : Router.AskAsync("chat/one", "Hi", cancellation.Token);

        var request = await _upstream.WaitForRequestAsync(cancellation: patience.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await request.WaitForClientToLeaveAsync(patience.Token);
    }

    private static async IAsyncEnumerable<ChatEvent> ToAsync(IEnumerable<ChatEvent> events)
    {
        await Task.Yield();
        foreach (var chatEvent in events)
        {
            yield return chatEvent;
        }
    }

    /// <summary>Keeps how the calls of the tests ended.</summary>
    private sealed class CallLog : ICallObserver
    {
        public List<CallEnd> Ends { get; } = [];

        public void OnEnded(CallOutcome outcome) => Ends.Add(outcome.End);
    }
}
