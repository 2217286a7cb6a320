using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using RouterMaestro.Application.Configuration;
using RouterMaestro.Application.Ports;
using RouterMaestro.Cli.Gateways;
using RouterMaestro.Cli.Serving;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Lifecycle;

/// <summary>Serves in the background: the log goes to a file, and the command that started the gateway gets one line of JSON.</summary>
internal sealed partial class BackgroundPresence(LogFiles logs, BackgroundCommand command, CliEnvironment environment) : IGatewayPresence, IDisposable
{
    private readonly List<string> _warnings = [];
    private ILogger _logger = NullLogger.Instance;

    private readonly RollingLog _log = new(LogFiles.MaxBytes, LogFiles.MaxFiles, static file =>
    {
        if (!OperatingSystem.IsWindows())
        {
            UnixCalls.AppendErrorsTo(file);
        }
    });

    /// <summary>Gets whether this process is to serve in the background.</summary>
    public bool IsHere => command.IsHere;

    public Func<string, string>? LogOf => logs.Of;

    public bool ServesUnrecorded => false;

    /// <summary>Leaves the terminal, and reads what the starter does not say on the command line.</summary>
    /// <param name="start">What it says there.</param>
    public StartRequest Enter(StartRequest start)
    {
        if (!OperatingSystem.IsWindows())
        {
            UnixCalls.StartSession();
        }

        using var input = new StreamReader(environment.OpenInput());
        return input.ReadLine() is { Length: > 0 } key ? start with { ApiKey = key } : start;
    }

    public void AddLogging(ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.Services.AddSingleton<ILoggerProvider>(services => new RollingLogProvider(
            _log, services.GetServices<ConsoleFormatter>().Single(formatter => formatter.Name == ConsoleFormatterNames.Simple)));
        logging.Services.Configure<SimpleConsoleFormatterOptions>(static format =>
        {
            format.ColorBehavior = LoggerColorBehavior.Disabled;
            format.TimestampFormat = "yyyy-MM-dd HH:mm:ss.fff ";
        });
    }

    public void Warn(string message) => _warnings.Add(message);

    public void ShowStarted(GatewayHost gateway, ServerRecord? record)
    {
        var file = record!.Log!;
        try
        {
            _log.Open(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"The gateway cannot run in the background, since its log {file} cannot be written: {exception.Message}", exception);
        }

        _logger = gateway.Services.GetRequiredService<ILogger<BackgroundPresence>>();
        LogStarted(ProductInfo.Version, record.Address, record.ProcessId);
        var snapshot = gateway.Services.GetRequiredService<IGatewayState>().Current;
        var report = new BackgroundReport(record.ProcessId, gateway.Address, file, gateway.Key.Value, gateway.Key.Source)
        {
            Warnings = _warnings,
            Problems = gateway.Services.GetRequiredService<GatewayProblems>().List().Count,
            IsUsable = snapshot.Catalog.Providers.Any(provider => provider.IsUsable),
        };
        environment.Out.WriteLine(JsonSerializer.Serialize(report, BackgroundJson.Default.BackgroundReport));
        environment.Out.Flush();
        if (!OperatingSystem.IsWindows())
        {
            UnixCalls.LeaveStreams();
        }
    }

    public void ShowStopping(TimeSpan drainPeriod) => LogStopping(drainPeriod.TotalSeconds);

    public void Dispose() => _log.Dispose();

    [LoggerMessage(4008, LogLevel.Information, "RouterMaestro {Version} listens on {Address}; process: {Process}")]
    private partial void LogStarted(string version, string address, int process);

    [LoggerMessage(4009, LogLevel.Information, "The gateway is stopping; running calls have {Seconds} s to complete")]
    private partial void LogStopping(double seconds);
}
