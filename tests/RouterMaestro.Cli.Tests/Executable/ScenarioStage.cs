using System.Diagnostics;
using System.Text.Json.Nodes;
using RouterMaestro.Testing;
using RouterMaestro.Testing.Copilot;

namespace RouterMaestro.Cli.Tests.Executable;

/// <summary>A user's home, a gateway that the real program serves in it, and simulated providers behind that.</summary>
internal sealed class ScenarioStage : IAsyncDisposable
{
    public const string Key = "sk-test-of-the-scenarios";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    // what a developer's own shell may hold
    private static readonly string[] _foreign = ["_API_KEY", "_BASE_URL", "_PROXY", "_proxy"];

    private readonly List<Process> _started = [];
    private readonly List<IAsyncDisposable> _providers = [];

    private ScenarioStage(UpstreamSimulator upstream, CopilotSimulator copilot)
    {
        (Upstream, Copilot) = (upstream, copilot);
        _providers.AddRange([upstream, copilot]);
    }

    public TestHome Home { get; } = new();

    public UpstreamSimulator Upstream { get; }

    public CopilotSimulator Copilot { get; }

    /// <summary>Gets the address of the gateway.</summary>
    public Uri Gateway { get; private set; } = new("http://127.0.0.1:1/");

    /// <summary>Gets what steps keep for later ones, by name.</summary>
    public Dictionary<string, string> Notes { get; } = [];

    /// <summary>Gets the folder of the home.</summary>
    public string Folder => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Home.ContextsFile)!, "..", ".."));

    public static async Task<ScenarioStage> StartAsync()
    {
        var stage = new ScenarioStage(
            await UpstreamSimulator.StartAsync(),
            await CopilotSimulator.StartAsync(new CopilotSimulatorOptions { PollInterval = TimeSpan.FromSeconds(1) }));
        TestHome.Write(stage.Home.ProvidersFile, new JsonObject
        {
            ["providers"] = new JsonObject
            {
                ["lab"] = new JsonObject
                {
                    ["type"] = "openai-compatible",
                    ["baseURL"] = stage.Upstream.BaseUrl.AbsoluteUri,
                    ["models"] = new JsonObject { ["one"] = new JsonObject { ["name"] = "Number One" }, ["two"] = new JsonObject() },
                },
                ["github-copilot"] = new JsonObject
                {
                    ["options"] = new JsonObject
                    {
                        ["api_url"] = Text(stage.Copilot.ApiUrl),
                        ["github_url"] = Text(stage.Copilot.GitHubUrl),
                        ["github_api_url"] = Text(stage.Copilot.GitHubApiUrl),
                    },
                },
            },
        }.ToJsonString());
        var server = stage.Begin("server", "start", "--port", "0", "--api-key", Key);
        using var limit = new CancellationTokenSource(_patience, TimeProvider.System);
        var line = await server.StandardOutput.ReadLineAsync(limit.Token)
            ?? throw new InvalidOperationException(await server.StandardError.ReadToEndAsync(limit.Token));
        stage.Gateway = new Uri(line.Split(' ')[^1]);
        while ((await server.StandardOutput.ReadLineAsync(limit.Token))?.Contains("/v1/messages", StringComparison.Ordinal) == false)
        {
            // the report ends with it; the gateway's record is written before
        }

        _ = server.StandardOutput.ReadToEndAsync(CancellationToken.None);
        _ = server.StandardError.ReadToEndAsync(CancellationToken.None);
        return stage;
    }

    /// <summary>Starts the program.</summary>
    public Process Begin(params IReadOnlyList<string> args) => Begin(args, new Dictionary<string, string?>());

    /// <summary>Starts the program with more variables.</summary>
    public Process Begin(IReadOnlyList<string> args, IReadOnlyDictionary<string, string?> variables)
    {
        // beside the tests lies all that the program needs
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "router-maestro.dll"), .. args])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Directory.CreateDirectory(Path.Combine(Folder, "work")).FullName,
        };
        foreach (var name in start.Environment.Keys.Where(name => _foreign.Any(end => name.EndsWith(end, StringComparison.Ordinal))).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["HOME"] = Folder;
        foreach (var (name, value) in Home.Variables.Concat(variables))
        {
            start.Environment[name] = value is null ? null : Fill(value);
        }

        var process = Process.Start(start)!;
        _started.Add(process);
        return process;
    }

    /// <summary>Runs a step and checks what it did.</summary>
    public async Task RunAsync(Step step)
    {
        var process = Begin([.. step.Line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Fill)], step.Variables);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(Fill(step.Input));
        process.StandardInput.Close();
        if (step.While is { } happening)
        {
            await happening(this).WaitAsync(_patience);
        }

        await process.WaitForExitAsync().WaitAsync(_patience);
        var printed = ((await output).ReplaceLineEndings("\n"), (await error).ReplaceLineEndings("\n"));
        var told = $"router-maestro {step.Line}\nexit {process.ExitCode}\n{printed.Item1}\n{printed.Item2}";
        Assert.True(step.Code == process.ExitCode, told);
        Assert.True(Matches(step.Out, printed.Item1), $"{told}\nexpected output: {step.Out}");
        Assert.True(Matches(step.Error, printed.Item2), $"{told}\nexpected error: {step.Error}");
        if (step.Then is { } check)
        {
            await check(this, printed.Item1);
        }
    }

    /// <summary>Checks that a file of the home has a text in it.</summary>
    public async Task AssertFileAsync(string file, string text) => Assert.Contains(text, await File.ReadAllTextAsync(Path.Combine(Folder, file)), StringComparison.Ordinal);

    /// <summary>Puts a program into the folder <c>bin</c> of the home.</summary>
    public async Task AddProgramAsync(string name, string script)
    {
        var file = Path.Combine(Folder, "bin", name);
        TestHome.Write(file, script.ReplaceLineEndings("\n"));
        using var change = Process.Start("chmod", ["+x", file]);
        await change.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _started)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        BackgroundGateways.End(Home);
        foreach (var provider in _providers)
        {
            await provider.DisposeAsync();
        }

        Home.Dispose();
    }

    private bool Matches(string? pattern, string text) =>
        pattern is null ? text.Length == 0 : System.Text.RegularExpressions.Regex.IsMatch(text, Fill(pattern));

    private string Fill(string text) => Notes.Aggregate(
        text.Replace("{gateway}", Gateway.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)
            .Replace("{upstream}", Text(Upstream.BaseUrl), StringComparison.Ordinal)
            .Replace("{port}", Gateway.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{home}", Folder, StringComparison.Ordinal),
        (filled, note) => filled.Replace($"{{{note.Key}}}", note.Value, StringComparison.Ordinal));

    private static string Text(Uri address) => address.ToString().TrimEnd('/');
}
