using Cocona.Application;

namespace RouterMaestro.Cli.Output;

/// <summary>Sends the command-line library's own words where ours go.</summary>
internal sealed class ConsoleStreams(Surroundings surroundings) : ICoconaConsoleProvider
{
    public TextWriter Output => surroundings.Out;

    public TextWriter Error => surroundings.Error;
}
