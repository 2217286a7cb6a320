using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RouterMaestro.Application.DependencyInjection;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Testing;
using RouterMaestro.Testing.Observing;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Cli.Tests.Serving;

public sealed class DrainTests : IAsyncLifetime, IDisposable
{
    private const string Call = """{"model":"slow/simulated-model","stream":true,"messages":[{"role":"user","content":"Hello"}]}""";

    private readonly TestHome _home = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private UpstreamSimulator? _upstream;

    public async Task InitializeAsync() => _upstream = await UpstreamSimulator.StartAsync();

    [Fact]
    public async Task A_stream_under_way_is_finished_while_new_work_is_refused()
    {
        _upstream!.Reply(SimulatedResponse.Text("one ", "two ", "three").StallAfter(1, TimeSpan.FromMilliseconds(500)));
        await using var gateway = await StartAsync(TimeSpan.FromSeconds(20));
        var root = gateway.Address;
        var answer = AskAsync(root);
        await _upstream.WaitForRequestAsync();

        var stopping = gateway.StopAsync();
        var transcript = await answer;
        await stopping;

        Assert.Contains("three", string.Concat(transcript.Events.Select(e => e.Data)));
        Assert.Equal("[DONE]", transcript.Events[^1].Data);
        await Assert.ThrowsAsync<HttpRequestException>(() => _http.GetAsync(new Uri(root, "health")));
    }

    [Fact]
    public async Task A_stream_that_outlasts_the_drain_period_is_cut()
    {
        _upstream!.Reply(SimulatedResponse.Text("one ", "two").StallAfter(1));
        await using var gateway = await StartAsync(TimeSpan.FromMilliseconds(300));
        var answer = AskAsync(gateway.Address);
        var request = await _upstream.WaitForRequestAsync();
        Assert.Equal(SimulatedOperation.Generate, request.Operation);

        await gateway.StopAsync().WaitAsync(TimeSpan.FromSeconds(10));

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10), TimeProvider.System);
        await request.WaitForEndAsync(limit.Token);
        Assert.DoesNotContain(await EventsAsync(answer), e => e.Data == "[DONE]");
    }

    [Theory]
    [InlineData("chat", "chat")]
    [InlineData("chat", "messages")]
    [InlineData("messages", "messages")]
    [InlineData("messages", "responses")]
    [InlineData("responses", "responses")]
    [InlineData("responses", "chat")]
    public async Task A_stream_that_outlasts_the_drain_period_ends_with_the_error_of_its_protocol(string caller, string upstream)
    {
        _upstream!.Reply(SimulatedResponse.Text("one ", "two").StallAfter(1));
        var log = new LogList();
        await using var gateway = await StartAsync(TimeSpan.FromMilliseconds(300), log);
        using var response = await SendAsync(gateway.Address, caller, upstream, stream: true);

        await gateway.StopAsync().WaitAsync(TimeSpan.FromSeconds(10));

        var transcript = await SseTranscript.ReadAsync(await response.Content.ReadAsStreamAsync());
        var last = JsonNode.Parse(transcript.Events[^1].Data)!;
        var error = caller == "responses" ? last["response"]!["error"]! : last["error"]!;
        Assert.Equal("The gateway is stopping: send the request again.", (string?)error["message"]);
        Assert.Equal(caller switch { "chat" => "message", "messages" => "error", _ => "response.failed" }, transcript.Events[^1].Name);
        Assert.Equal(caller == "responses" ? "server_error" : "api_error", (string?)(error["type"] ?? error["code"]));
        if (caller == "responses")
        {
            var created = JsonNode.Parse(transcript.Events[0].Data)!;
            Assert.Equal((string?)created["response"]!["id"], (string?)last["response"]!["id"]);
            Assert.Equal(transcript.Events.Count - 1, (int?)last["sequence_number"]);
        }

        Assert.Single(log, line => line == "Warning: Calls ended before their time: 1. The gateway stopped, and waited 0.3 seconds for them");
    }

    [Theory]
    [InlineData("chat", false)]
    [InlineData("messages", false)]
    [InlineData("responses", false)]
    [InlineData("messages", true)]
    public async Task A_response_that_has_not_begun_is_a_503_in_the_callers_protocol(string caller, bool stream)
    {
        _upstream!.Reply(SimulatedFault.Silence());
        var log = new LogList();
        await using var gateway = await StartAsync(TimeSpan.FromMilliseconds(300), log);
        var answer = SendAsync(gateway.Address, caller, "chat", stream);
        await _upstream.WaitForRequestAsync();

        await gateway.StopAsync().WaitAsync(TimeSpan.FromSeconds(10));
        await gateway.DisposeAsync();

        using var response = await answer;
        var document = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal((503, "1"), ((int)response.StatusCode, response.Headers.GetValues("retry-after").Single()));
        Assert.Equal(caller == "messages" ? "error" : null, (string?)document["type"]);
        Assert.Equal(("api_error", "The gateway is stopping: send the request again."), ((string?)document["error"]!["type"], (string?)document["error"]!["message"]));
        Assert.Single(log, line => line.Contains("Calls ended before their time: 1.", StringComparison.Ordinal));
        Assert.Single(log, line => line.Contains("attempts=1 status=503", StringComparison.Ordinal) && line.Contains("served=chat/", StringComparison.Ordinal));
        Assert.DoesNotContain(log, line => line.Contains("before a provider was called", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_call_on_an_open_connection_is_refused_while_the_gateway_stops()
    {
        _upstream!.Reply(SimulatedResponse.Text("one ", "two").StallAfter(1, TimeSpan.FromSeconds(2)));
        await using var gateway = await StartAsync(TimeSpan.FromSeconds(20));
        using var running = await SendAsync(gateway.Address, "chat", "chat", stream: true);
        using var late = new TcpClient();
        await late.ConnectAsync(IPAddress.Loopback, gateway.Address.Port);
        var stream = late.GetStream();
        await stream.WriteAsync("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nx-api-key: sk-test\r\n"u8.ToArray());
        await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System);

        var stopping = gateway.StopAsync();
        await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System);
        await stream.WriteAsync("Content-Length: 2\r\n\r\n{}"u8.ToArray());
        using var reader = new StreamReader(stream);
        var response = await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(10));
        await stopping;

        Assert.StartsWith("HTTP/1.1 503 ", response, StringComparison.Ordinal);
        Assert.Contains("Retry-After: 1", response, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(null, null, 30)]
    [InlineData(null, "7", 7)]
    [InlineData(3, "7", 3)]
    public async Task The_option_precedes_the_variable_and_the_default(int? option, string? variable, int expected)
    {
        var options = _home.Gateway() with
        {
            DrainPeriod = option is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Variable = name => name == "ROUTER_MAESTRO_DRAIN_TIMEOUT" ? variable : null,
        };
        await using var gateway = GatewayHost.Create(options);
        Assert.Equal(TimeSpan.FromSeconds(expected), gateway.DrainPeriod);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("soon")]
    [InlineData("86401")]
    public async Task A_period_that_is_none_is_one_line_that_says_what_is(string value)
    {
        _home.Variables["ROUTER_MAESTRO_DRAIN_TIMEOUT"] = value;
        Assert.Equal(1, await _home.RunAsync("server", "start", "--port", "0"));
        Assert.Equal($"Error: ROUTER_MAESTRO_DRAIN_TIMEOUT takes seconds from 0 to 86400, not '{value}'.", _home.Error.Trim());
        Assert.Equal(2, await _home.RunAsync("server", "start", "--port", "0", $"--drain-timeout={value}"));
        Assert.Contains($"Error: --drain-timeout takes seconds from 0 to 86400, not '{value}'.", _home.Error);
    }

    public async Task DisposeAsync() => await _upstream!.DisposeAsync();

    public void Dispose()
    {
        _http.Dispose();
        _home.Dispose();
    }

    private static async Task<IReadOnlyList<SseTranscriptEvent>> EventsAsync(Task<SseTranscript> answer)
    {
        try
        {
            return (await answer).Events;
        }
        catch (HttpRequestException)
        {
            return [];
        }
    }

    private async Task<GatewayHost> StartAsync(TimeSpan drainPeriod, LogList? log = null)
    {
        var options = _home.Gateway(router =>
        {
            AddProviders(router);
            if (log is not null)
            {
                router.Services.AddLogging(logging => logging.ClearProviders().AddProvider(log));
            }
        });
        var gateway = GatewayHost.Create(options with { DrainPeriod = drainPeriod, LogLevel = log is null ? LogLevel.None : LogLevel.Information });
        await gateway.StartAsync();
        return gateway;
    }

    private void AddProviders(IRouterMaestroBuilder router)
    {
        var root = _upstream!.BaseUrl.AbsoluteUri;
        router.AddOpenAICompatible("slow", root, provider => provider.Models.Add("simulated-model"));
        router.AddOpenAICompatible("chat", root, provider => provider.Models.Add("m"));
        router.AddOpenAICompatible("responses", root, provider =>
        {
            provider.Models.Add("m");
            provider.Protocols.Add(WireProtocol.OpenAIResponses);
        });
        router.AddAnthropicCompatible("messages", _upstream.Address.AbsoluteUri, provider => provider.Models.Add("m"));
    }

    private async Task<HttpResponseMessage> SendAsync(Uri root, string caller, string upstream, bool stream)
    {
        var (path, conversation) = caller switch
        {
            "chat" => ("v1/chat/completions", "messages"),
            "messages" => ("v1/messages", "messages"),
            _ => ("v1/responses", "input"),
        };
        var body = $$"""{"model":"{{upstream}}/m","max_tokens":9,"stream":{{(stream ? "true" : "false")}},"{{conversation}}":[{"role":"user","content":"Hello"}]}""";
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(root, path)) { Content = new StringContent(body) };
        request.Headers.Add("x-api-key", "sk-test");
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private async Task<SseTranscript> AskAsync(Uri root)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(root, "v1/chat/completions")) { Content = new StringContent(Call) };
        request.Headers.Add("x-api-key", "sk-test");
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return await SseTranscript.ReadAsync(await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync());
    }

    /// <summary>Keeps the lines of a log, with their levels.</summary>
    private sealed class LogList : ConcurrentQueue<string>, ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Enqueue($"{logLevel}: {formatter(state, exception)}");
    }
}
