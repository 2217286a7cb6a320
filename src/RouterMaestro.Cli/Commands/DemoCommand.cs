using Cocona;
using RouterMaestro.Cli.Demo;
using RouterMaestro.Cli.Demo.Staging;
using RouterMaestro.Cli.Parsing;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Commands;

/// <summary>Runs the demo, which needs neither a key nor a network.</summary>
internal sealed class DemoCommand(DemoTour tour, DemoInvitation invitation)
{
    [Command("demo", Description = "See the gateway work; needs no key and no network.")]
    [Example($"{ProductInfo.Name} demo", "Shows what goes over the wires, without a key and a network.")]
    public async Task<int> RunAsync(
        [Option(Description = "Keep the gateway running afterwards, for calls by hand.")] bool keep,
        [FromService] CoconaAppContext context)
    {
        await using var stage = await DemoStage.StartAsync(context.CancellationToken);
        var passed = await tour.PlayAsync(stage, context.CancellationToken);
        if (keep)
        {
            await invitation.WaitAsync(stage, context.CancellationToken);
        }

        return passed ? ExitCodes.Success : ExitCodes.Failure;
    }
}
