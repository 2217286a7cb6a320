using Cocona;
using RouterMaestro.Cli.Demo;
using RouterMaestro.Cli.Demo.Staging;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Commands;

/// <summary>Shows the gateway at work, without a key and without a network.</summary>
internal sealed class DemoCommand(DemoTour tour, DemoInvitation invitation)
{
    [Command("demo", Description = "Show the gateway at work: no key and no network needed.")]
    public async Task<int> RunAsync(
        [Option(Description = "Leave the gateway running afterwards, to be called by hand.")] bool keep,
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
