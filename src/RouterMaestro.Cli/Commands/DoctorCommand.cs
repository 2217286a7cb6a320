using Cocona;
using RouterMaestro.Cli.Doctor;
using RouterMaestro.Cli.Parsing;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Commands;

/// <summary>The command that finds what is wrong.</summary>
internal sealed class DoctorCommand(DoctorRun run)
{
    [Command("doctor", Description = "Find what is wrong with files, settings, environment and gateway, and say what to do.")]
    [Example($"{ProductInfo.Name} doctor --live", "Also calls each provider: its list of models, and one request of at most 16 tokens, which may cost a fraction of a cent.")]
    public async Task<int> RunAsync(
        [FromService] CoconaAppContext context,
        [Option(Description = "Call each provider too: DNS, TLS, key, and one tiny request, which it may charge for.")] bool live = false,
        [Option("json", Description = "Print JSON.")] bool asJson = false) =>
        await run.RunAsync(live, asJson, context.CancellationToken) ? ExitCodes.Success : ExitCodes.Failure;
}
