using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using RouterMaestro.Application.Outcomes;
using RouterMaestro.Infrastructure.Configuration;
using RouterMaestro.Testing.Copilot;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Infrastructure.Tests.Providers.GitHubCopilot;

/// <summary>A whole gateway in front of a simulated GitHub and Copilot, with configuration files.</summary>
internal sealed class CopilotGateway : IAsyncDisposable
{
    private const string Key = "sk-rm-test";
    private const string SecondPrefix = "gho_";

    private readonly TemporaryFolder _folder = new();
    private readonly LogRecorder _log = new();
    private GatewayHost? _host;
    private Action<IServiceCollection>? _configure;

    private CopilotGateway(CopilotSimulator copilot, FakeTimeProvider clock) => (Copilot, Clock) = (copilot, clock);

    public CopilotSimulator Copilot { get; }

    public FakeTimeProvider Clock { get; }

    public HttpClient Client { get; private set; } = new();

    public ConfigPaths Paths => _folder.Paths;

    public ConcurrentQueue<CallOutcome> Outcomes { get; } = [];

    public IServiceProvider Services => _host!.Services;

    /// <summary>Gets what the gateway has logged, at all levels.</summary>
    public string Log => string.Join('\n', _log.Lines);

    /// <summary>Starts a gateway.</summary>
    /// <param name="options">Further members of the entry's <c>options</c>, each with a comma behind it.</param>
    /// <param name="isLoggedIn">Whether a login is stored.</param>
    /// <param name="priorities">The routing settings.</param>
    /// <param name="providers">Further entries, each with a comma before it.</param>
    /// <param name="second">The name of a second account that is logged in; null for none.</param>
    /// <param name="prepare">Prepares the simulator, before the gateway asks for its models.</param>
    /// <param name="configure">Changes the gateway's services.</param>
    /// <param name="login">Changes the simulator's options.</param>
    public static async Task<CopilotGateway> StartAsync(
        string options = "",
        bool isLoggedIn = true,
        string priorities = "{}",
        Func<CopilotSimulator, string>? providers = null,
        string? second = null,
        Action<CopilotSimulator>? prepare = null,
        Action<IServiceCollection>? configure = null,
        Func<CopilotSimulatorOptions, CopilotSimulatorOptions>? login = null)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        var simulation = new CopilotSimulatorOptions { TimeProvider = clock };
        var copilot = await CopilotSimulator.StartAsync(login?.Invoke(simulation) ?? simulation);
        var gateway = new CopilotGateway(copilot, clock) { _configure = configure };
        var auth = isLoggedIn ? "{\"github-copilot\":{\"type\":\"oauth\",\"refresh\":\"" + copilot.AddGitHubToken() + "\"}" + Second(copilot, second) + "}" : null;
        gateway._folder.With("{\"providers\":{" + EntryOf("github-copilot", copilot, options) + (second is null ? "" : "," + EntryOf($"github-copilot@{second}", copilot, options)) + providers?.Invoke(copilot) + "}}", priorities, auth);
        prepare?.Invoke(copilot);
        await gateway.RunAsync();
        return gateway;
    }

    /// <summary>Returns the entry of an account.</summary>
    public static string EntryOf(string name, CopilotSimulator copilot, string options = "") => $"\"{name}\":{{\"options\":{{{options}{UrlsOf(copilot, options)}}}}}";

    /// <summary>Returns whether a request to GitHub is of the second account.</summary>
    public static bool IsOfSecond(ReceivedRequest request) => request.Headers["Authorization"].Contains(SecondPrefix, StringComparison.Ordinal);

    private static string Second(CopilotSimulator copilot, string? name) =>
        name is null ? "" : $",\"github-copilot@{name}\":{{\"type\":\"oauth\",\"refresh\":\"{copilot.AddGitHubToken(copilot.AddAccount(name), SecondPrefix)}\"}}";

    // an account whose options name it, also as null, is called where its token says
    private static string UrlsOf(CopilotSimulator copilot, string options) => (options.Contains("\"api_url\"", StringComparison.Ordinal) ? "" : $"\"api_url\":\"{copilot.ApiUrl}\",") +
        $"\"github_url\":\"{copilot.GitHubUrl}\",\"github_api_url\":\"{copilot.GitHubApiUrl}\"";

    /// <summary>Ends the gateway and starts another one with its files.</summary>
    public async Task RestartAsync()
    {
        await _host!.DisposeAsync();
        await RunAsync();
    }

    public async Task<(int Status, string Body)> SendAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        using var response = await Client.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Waits for the list of models, which comes after the start.</summary>
    public async Task ListAsync() => Assert.Equal(200, (await SendAsync(HttpMethod.Get, "v1/models")).Status);

    public Task<(int Status, string Body)> PostAsync(string path, string body) => SendAsync(HttpMethod.Post, path, body);

    public Task<(int Status, string Body)> ChatAsync(string model, string members = "") =>
        PostAsync("v1/chat/completions", $$"""{"model":"{{model}}",{{members}}"messages":[{"role":"user","content":"hi"}]}""");

    public async Task<JsonNode> AdminAsync(HttpMethod method, string path, string? body = null, int status = 200)
    {
        var (code, text) = await SendAsync(method, "api/admin/" + path, body);
        Assert.True(code == status, $"{code}: {text}");
        return JsonNode.Parse(text)!;
    }

    /// <summary>Waits for a call while time passes: pauses between attempts wait for the clock.</summary>
    /// <param name="call">The call.</param>
    /// <param name="step">The time that passes in a few milliseconds.</param>
    public async Task<T> RunAsync<T>(Task<T> call, double step = 0.025)
    {
        for (var i = 0; i < 2000 && !call.IsCompleted; i++)
        {
            Clock.Advance(TimeSpan.FromSeconds(step));
            await Task.WhenAny(call, Task.Delay(5));
        }

        return await call.WaitAsync(TimeSpan.FromSeconds(10));
    }

    /// <summary>Waits for the outcome of the only call; observers learn of it after the caller has its response.</summary>
    public async Task<CallOutcome> OutcomeAsync()
    {
        for (var i = 0; i < 500 && Outcomes.IsEmpty; i++)
        {
            await Task.Delay(20);
        }

        return Assert.Single(Outcomes);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host!.DisposeAsync();
        await Copilot.DisposeAsync();
        _folder.Dispose();
    }

    private async Task RunAsync()
    {
        _host = GatewayHost.Create(new GatewayOptions
        {
            Port = 0,
            ApiKey = Key,
            LogLevel = LogLevel.Trace,
            Paths = Paths,
            Variable = _ => null,
            TimeProvider = Clock,
            Configure = router =>
            {
                router.AddCallObserver<Observer>();
                router.Services.AddSingleton(this);
                router.Services.AddSingleton<ILoggerProvider>(_log);
                _configure?.Invoke(router.Services);
            },
        });
        await _host.StartAsync();
        Client.Dispose();
        Client = new HttpClient { BaseAddress = _host.Address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", Key) } };
    }

    private sealed class LogRecorder : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }

    private sealed class Observer(CopilotGateway gateway) : ICallObserver
    {
        public void OnEnded(CallOutcome outcome) => gateway.Outcomes.Enqueue(outcome);
    }
}
