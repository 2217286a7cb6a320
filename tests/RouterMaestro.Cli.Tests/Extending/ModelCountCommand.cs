using Cocona;
using RouterMaestro.Cli.Gateways;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Tests.Extending;

/// <summary>The command that counts the models.</summary>
internal sealed class ModelCountCommand(GatewayClient client, CliEnvironment environment)
{
    [Command("count", Description = "Count the models of each provider.")]
    public async Task<int> RunAsync([FromService] CoconaAppContext context)
    {
        var count = await client.GetAsync("models/count", ModelCountJson.Default.ModelCountContract, context.CancellationToken);
        foreach (var (provider, models) in count.Providers)
        {
            environment.Out.WriteLine($"{provider}: {models}");
        }

        return ExitCodes.Success;
    }
}
