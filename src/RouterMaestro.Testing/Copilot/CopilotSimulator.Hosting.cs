using Microsoft.AspNetCore.Http;
using RouterMaestro.Testing.Hosting;
using RouterMaestro.Testing.Rendering;
using RouterMaestro.Testing.Requests;
using RouterMaestro.Testing.Simulation;
using RouterMaestro.Testing.Wire;

namespace RouterMaestro.Testing.Copilot;

/// <content>The server: from a request to a host to its reply.</content>
public sealed partial class CopilotSimulator
{
    private const string GitHubPath = "/github";
    private const string GitHubApiPath = "/github-api";
    private readonly CopilotSimulatorOptions _options;
    private readonly CancellationTokenSource _stopping = new();
    private readonly RequestLog _log = new();
    private readonly Outage _outage;
    private readonly CopilotTokens _tokens;
    private readonly CopilotLogins _logins;
    private readonly CopilotGitHub _gitHub;
    private readonly CopilotApi _api;
    private SimulatorServer? _server;
    private ApiHosts _hosts = null!;

    private CopilotSimulator(CopilotSimulatorOptions options)
    {
        _options = options;
        _outage = new Outage(options.TimeProvider);
        _tokens = new CopilotTokens(options.TimeProvider);
        Models = options.Models;
        Account = _tokens.AddAccount("octocat");
        _logins = new CopilotLogins(options, Account);
        _gitHub = new CopilotGitHub(this, options, _tokens, _logins);
        _api = new CopilotApi(this, options, _tokens);
        DeviceCode = new SimulatorRule(_ => true, options.TimeProvider);
        LoginPoll = new SimulatorRule(_ => true, options.TimeProvider);
        TokenExchange = new SimulatorRule(_ => true, options.TimeProvider);
        AccountInfo = new SimulatorRule(_ => true, options.TimeProvider);
    }

    private SimulatorServer Server => _server ?? throw new ObjectDisposedException(nameof(CopilotSimulator));

    /// <summary>Stops at once: open connections are reset, whatever they wait for.</summary>
    /// <returns>A task that ends when nothing runs any more.</returns>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        if (Interlocked.Exchange(ref _server, null) is { } server)
        {
            await server.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task OpenAsync(CancellationToken cancellation)
    {
        _server = await SimulatorServer.StartAsync(_options.Port, AnswerAsync, cancellation).ConfigureAwait(false);
        Uri At(string path) => new(_server.Address, path);
        (GitHubUrl, GitHubApiUrl) = (At(GitHubPath), At(GitHubApiPath));
        _hosts = new ApiHosts(At("/copilot-api"), At("/other-copilot-api"));
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var request = await RequestReading.ReadAsync(context, _log.NextNumber, _options.TimeProvider.GetUtcNow()).ConfigureAwait(false);
        _log.Add(request);
        var reply = Render(request);
        request.MarkDecided();
        await new ReplyPlayer(context, request, _options.TimeProvider).PlayAsync(reply, _stopping.Token).ConfigureAwait(false);
    }

    private SimulatedReply Render(ReceivedRequest request)
    {
        var context = new RenderContext(request, [.. Models.Select(m => m.Id).DefaultIfEmpty("none")], "reasoning_text", _options.TimeProvider);
        try
        {
            return Answer(request, context);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return Renderer.Render(SimulatedFault.Status(500, $"The script of the simulator failed: {e}"), context);
        }
    }

    private SimulatedReply Answer(ReceivedRequest request, RenderContext context) => _outage.Now switch
    {
        null => AnswerHost(request, context),
        DelayedStep delayed => CopilotApi.Later(AnswerHost(request, context), delayed.Delay),
        var fault when Below(GitHubPath, request.Path) is not null || Below(GitHubApiPath, request.Path) is not null =>
            Renderer.Render(CopilotGitHub.InGitHubsWords(fault), context),
        var fault => Renderer.Render(fault, context),
    };

    private SimulatedReply AnswerHost(ReceivedRequest request, RenderContext context)
    {
        if (Below(GitHubPath, request.Path) is { } page)
        {
            return GitHubReply(_gitHub.Answer(request, page), context);
        }

        if (Below(GitHubApiPath, request.Path) is { } resource)
        {
            return GitHubReply(_gitHub.AnswerApi(request, resource), context);
        }

        var hosts = Volatile.Read(ref _hosts);
        return Below(hosts.Api.AbsolutePath, request.Path) is { } path ? _api.Answer(request, path, Scripted, context)
            : Below(hosts.WrongApi.AbsolutePath, request.Path) is not null ? _api.Misdirect(request, context)
            : Renderer.Render(CopilotStep.PlainText(404, "404 page not found"), context);
    }

    private static SimulatedReply GitHubReply((SimulatedStep Step, Func<SimulatedStep> Unscripted) answer, RenderContext context) =>
        answer.Step is DelayedStep delayed
            ? CopilotApi.Later(Renderer.Render(answer.Unscripted(), context), delayed.Delay)
            : Renderer.Render(CopilotGitHub.InGitHubsWords(answer.Step), context);

    private SimulatedStep? Scripted(ReceivedRequest request) =>
        _rules.Select(rule => rule.Next(request)).FirstOrDefault(step => step is not null)
        ?? (request.Operation == SimulatedOperation.Generate ? _script.Next(request) : null);

    private static string? Below(string host, string path) =>
        path.StartsWith(host + "/", StringComparison.Ordinal) ? path[host.Length..] : null;

    private sealed record ApiHosts(Uri Api, Uri WrongApi)
    {
        public ApiHosts Swapped() => new(WrongApi, Api);
    }
}
