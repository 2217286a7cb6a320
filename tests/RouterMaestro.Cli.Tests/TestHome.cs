using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using RouterMaestro.Application.DependencyInjection;
using RouterMaestro.Cli.Shell;
using RouterMaestro.Infrastructure.Configuration;

namespace RouterMaestro.Cli.Tests;

/// <summary>The environment of a simulated user: folders, variables, terminal.</summary>
public sealed class TestHome : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("router-maestro-tests-");
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();
    private readonly TextWriter _sharedOut;
    private readonly TextWriter _sharedError;
    private readonly MemoryStream _output = new();
    private readonly Queue<char> _keys = new();

    public TestHome()
    {
        (_sharedOut, _sharedError) = (TextWriter.Synchronized(_out), TextWriter.Synchronized(_error));
        Variables["XDG_CONFIG_HOME"] = Path.Combine(_folder.FullName, "config");
        Variables["XDG_DATA_HOME"] = Path.Combine(_folder.FullName, "data");
    }

    /// <summary>Gets the environment variables of commands; those of the process are not visible.</summary>
    public Dictionary<string, string?> Variables { get; } = [];

    /// <summary>Gets or sets a value indicating whether the output is a terminal.</summary>
    public bool IsTerminal { get; set; }

    /// <summary>Gets or sets a value indicating whether a person can be asked.</summary>
    public bool CanAsk { get; set; }

    /// <summary>Gets or sets what the person types, line by line.</summary>
    public Queue<string> Typed { get; } = new();

    /// <summary>Gets the pages that were opened in a browser.</summary>
    public List<Uri> Pages { get; } = [];

    /// <summary>Gets the folder of the home.</summary>
    public string Folder => _folder.FullName;

    /// <summary>Gets or sets the folder in which commands are run.</summary>
    public string CurrentFolder { get; set; } = Environment.CurrentDirectory;

    /// <summary>Gets or sets the clock of waits.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>Gets or sets what commands read from standard input.</summary>
    public byte[] Input { get; set; } = [];

    /// <summary>Gets the bytes that commands wrote to standard output as they are.</summary>
    public byte[] Output => _output.ToArray();

    public string Out => Read(_out, _sharedOut);

    public string Error => Read(_error, _sharedError);

    public string ContextsFile => Path.Combine(_folder.FullName, "config", "router-maestro", "contexts.json");

    public string ProvidersFile => Path.Combine(_folder.FullName, "config", "router-maestro", "providers.json");

    public string AuthFile => Path.Combine(_folder.FullName, "data", "router-maestro", "auth.json");

    public string ServerFile => Path.Combine(_folder.FullName, "data", "router-maestro", "server.json");

    /// <summary>Runs a command in this process.</summary>
    public Task<int> RunAsync(params string[] args) => RunAsync(args, CancellationToken.None);

    /// <summary>Runs a command in this process until it is stopped.</summary>
    public Task<int> RunAsync(string[] args, CancellationToken cancellation) => CommandLine.RunAsync(args, CliEnvironment(), cancellation);

    /// <summary>Puts a file where commands look for it.</summary>
    public static void Write(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    /// <summary>Writes a contexts file with one gateway, which is current.</summary>
    public void WriteContext(string? apiKey, string endpoint = "http://localhost:8080", string name = "local") =>
        Write(ContextsFile, new JsonObject
        {
            ["current"] = name,
            ["contexts"] = new JsonObject { [name] = new JsonObject { ["endpoint"] = endpoint, ["api_key"] = apiKey } },
        }.ToJsonString());

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Gets the options of a gateway with its files in this home.</summary>
    internal GatewayOptions Gateway(Action<IRouterMaestroBuilder>? configure = null) => new()
    {
        Port = 0,
        ApiKey = "sk-test",
        Paths = ConfigPaths.FromEnvironment(name => Variables.GetValueOrDefault(name)),
        Variable = _ => null,
        LogLevel = LogLevel.None,
        Configure = configure,
    };

    internal CliEnvironment CliEnvironment() =>
        new(_sharedOut, _sharedError, IsTerminal, name => Variables.GetValueOrDefault(name))
        {
            OpenInput = () => new MemoryStream(Input),
            OpenOutput = () => _output,
            CanAsk = CanAsk,
            CanAnimate = IsTerminal,
            ReadLine = () => Typed.TryDequeue(out var line) ? line : null,
            ReadKey = ReadKey,
            OpenPage = Pages.Add,
            Clock = Clock,
            CurrentFolder = CurrentFolder,
            FindOwnCommand = static () => ["/opt/router-maestro/router-maestro"],
        };

    private ConsoleKeyInfo ReadKey()
    {
        if (_keys.Count == 0)
        {
            foreach (var character in (Typed.TryDequeue(out var line) ? line : throw new InvalidOperationException("Nothing was typed.")) + "\r")
            {
                _keys.Enqueue(character);
            }
        }

        var typed = _keys.Dequeue();
        return new(typed, typed switch { '\r' => ConsoleKey.Enter, '\b' => ConsoleKey.Backspace, _ => default }, shift: false, alt: false, control: false);
    }

    private static string Read(StringWriter writer, TextWriter shared)
    {
        // a command that may still run writes through the shared writer, which is its own lock
        lock (shared)
        {
            return writer.ToString();
        }
    }
}
