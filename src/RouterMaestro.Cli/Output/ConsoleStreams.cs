using Cocona.Application;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Output;

/// <summary>Sends the command-line library's own words where ours go.</summary>
internal sealed class ConsoleStreams(CliEnvironment environment) : ICoconaConsoleProvider
{
    public TextWriter Output => environment.Out;

    public TextWriter Error => environment.Error;
}
