using RouterMaestro;
using RouterMaestro.Cli;
using RouterMaestro.Cli.Shell;

// asked by scripts, and by people who look whether the program is there: nothing else is loaded for it
if (args is ["--version" or "-v"])
{
    Console.WriteLine($"{ProductInfo.Name} {ProductInfo.Version}");
    return ExitCodes.Success;
}

SocketCompletions.RunInline();
using var interruption = new Interruption();
var code = await CommandLine.RunAsync(args, CliEnvironment.OfProcess() with { LeaveSignals = interruption.LeaveTo }, interruption.Token);
return interruption.ExitCodeFor(code);
