using RouterMaestro;
using RouterMaestro.Cli;
using RouterMaestro.Cli.Shell;

SocketCompletions.RunInline();
using var interruption = new Interruption();
var code = await CommandLine.RunAsync(args, CliEnvironment.OfProcess(), interruption.Token);
return interruption.ExitCodeFor(code);
