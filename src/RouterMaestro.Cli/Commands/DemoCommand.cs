using Cocona;
using RouterMaestro.Cli.Demo;

namespace RouterMaestro.Cli.Commands;

/// <summary>Shows the gateway at work, without a key and without a network.</summary>
internal sealed class DemoCommand(DemoTour tour)
{
    [Command("demo", Description = "Show the gateway at work: no key and no network needed.")]
    public async Task<int> RunAsync([FromService] CoconaAppContext context)
    {
        await using var stage = await DemoStage.StartAsync(context.CancellationToken);
        return await tour.PlayAsync(stage, context.CancellationToken) ? ExitCodes.Success : ExitCodes.Failure;
    }
}
