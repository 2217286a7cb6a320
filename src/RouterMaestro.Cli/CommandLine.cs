using Cocona;
using Cocona.Builder;
using Cocona.Command;
using Cocona.Command.Dispatcher;
using Cocona.Command.Dispatcher.Middlewares;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RouterMaestro.Cli.Commands;
using RouterMaestro.Cli.Commands.Clients;
using RouterMaestro.Cli.Overview;
using RouterMaestro.Cli.Parsing;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli;

/// <summary>Runs one command line. Only this file and <c>Commands</c> depend on the command-line library.</summary>
internal static class CommandLine
{
    /// <summary>What Cocona ends with after help.</summary>
    private const int CoconaHelpCode = 129;

    /// <summary>Runs one of the program's commands.</summary>
    public static Task<int> RunAsync(string[] args, CliEnvironment environment, CancellationToken cancellationToken) =>
        RunAsync(args, environment, AddCommands, cancellationToken);

    /// <summary>Runs one of the given commands.</summary>
    public static async Task<int> RunAsync(
        string[] args, CliEnvironment environment, Action<ICoconaCommandsBuilder> addCommands, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(GlobalSwitches.Take(args), environment, addCommands, cancellationToken);
        }
        catch (WrongUsageException wrong)
        {
            return await FailAsync(environment, wrong, wrong.Message, ExitCodes.Usage);
        }
    }

    private static async Task<int> RunAsync(
        GlobalSwitches switches, CliEnvironment environment, Action<ICoconaCommandsBuilder> addCommands, CancellationToken cancellationToken)
    {
        environment = switches.ApplyTo(environment);
        var arguments = Arguments.Normalize(switches.Rest, canAsk: environment is { CanAsk: true, IsTerminal: true });

        // The host is built for its services and never started: signals and exit codes are ours.
        using var host = new HostBuilder()
            .ConfigureServices(services => services.AddCommandServices(environment))
            .ConfigureCocona(arguments, configureHost: null, addCommands)
            .Build();

        try
        {
            return await DispatchAsync(host.Services, arguments, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCodes.Terminated;
        }
        catch (Exception failure) when (failure is CommandFailedException or GatewaySetupException or OutputFailedException)
        {
            return await FailAsync(environment, failure, failure.Message, ExitCodes.Failure);
        }
        catch (WrongUsageException wrong)
        {
            return await FailAsync(environment, wrong, wrong.Message + HintAt(host.Services.GetRequiredService<CommandMatcher>(), wrong), ExitCodes.Usage);
        }
        catch (Exception defect)
        {
            return await FailAsync(
                environment, defect, $"This should not have happened; please report it, with what the option --debug shows. ({defect.GetType().Name}: {defect.Message})", ExitCodes.Failure);
        }
    }

    private static async Task<int> DispatchAsync(IServiceProvider services, string[] arguments, CancellationToken cancellationToken)
    {
        if (arguments.Length == 0)
        {
            await services.GetRequiredService<OverviewScreen>().ShowAsync(cancellationToken);
            return ExitCodes.Success;
        }

        services.GetRequiredService<ICoconaCommandDispatcherPipelineBuilder>()
            .UseMiddleware<WrongValues>()
            .UseMiddleware<CoconaCommandInvokeMiddleware>();
        var cocona = services.GetRequiredService<ICoconaBootstrapper>();
        cocona.Initialize();
        var code = await cocona.RunAsync(cancellationToken);
        return code == CoconaHelpCode ? ExitCodes.Success : code;
    }

    /// <summary>Adds the program's commands. A new command needs one line here.</summary>
    public static void AddCommands(ICoconaCommandsBuilder app)
    {
        app.AddSubCommand("server", AddServerCommands)
            .WithDescription("Start and stop the gateway, and show how it is.");
        app.AddSubCommand("model", AddModelCommands)
            .WithDescription("Show the models and change their priorities and fallbacks.");
        app.AddSubCommand("provider", provider => provider.AddCommands<ProviderCommands>())
            .WithDescription("Show, change and test the providers of the running gateway.");
        app.AddSubCommand("key", key => key.AddCommands<KeyCommands>())
            .WithDescription("List, add and revoke the named keys of the running gateway.");
        app.AddSubCommand("context", context => context.AddCommands<ContextCommands>())
            .WithDescription("Show, change and test the gateways that commands can call.");
        app.AddSubCommand("auth", auth => auth.AddCommands<AuthCommands>())
            .WithDescription("Log in at providers, store their keys, and list both.");
        app.AddSubCommand("import", import => import.AddCommands<ImportCommands>())
            .WithDescription("Read the configuration of LiteLLM, claude-code-router or OpenCode.");
        app.AddSubCommand("config", config => config.AddCommands<ConfigCommands>())
            .WithDescription("Set up clients for the gateway, and undo it; alone on a terminal, choose one.");
        app.AddCommands<RunCommand>();
        app.AddCommands<ExplainCommand>();
        app.AddCommands<TranslateCommand>();
        app.AddCommands<StatsCommand>();
        app.AddCommands<StatuslineCommand>();
        app.AddCommands<CompletionCommands>();
        app.AddCommands<DoctorCommand>();
        app.AddCommands<DemoCommand>();
    }

    private static async Task<int> FailAsync(CliEnvironment environment, Exception exception, string message, int code)
    {
        await environment.Error.WriteLineAsync($"Error: {message}");
        if (environment.IsDebug)
        {
            await environment.Error.WriteLineAsync(exception.ToString());
        }

        return code;
    }

    // where the error itself does not say which command it is about
    private static string HintAt(CommandMatcher matcher, WrongUsageException wrong) =>
        wrong.Message.Contains($"'{ProductInfo.Name}", StringComparison.Ordinal) ? "" : $" See '{matcher.Words} --help'.";

    private static void AddServerCommands(ICoconaCommandsBuilder server)
    {
        server.AddCommands<ServerCommands>();
        server.AddCommands<ServerLifeCommands>();
    }

    private static void AddModelCommands(ICoconaCommandsBuilder model)
    {
        model.AddCommands<ModelCommands>();
        model.AddSubCommand("priority", priority => priority.AddCommands<PriorityCommands>())
            .WithDescription("Show or change the priorities; 'priority KEY --position N' adds a model.");
        model.AddSubCommand("fallback", fallback => fallback.AddCommands<FallbackCommands>())
            .WithDescription("Show or change the fallback settings.");
    }
}
