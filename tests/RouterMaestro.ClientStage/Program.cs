using System.Text.Json;
using RouterMaestro.ClientStage;
using RouterMaestro.Testing;
using RouterMaestro.Testing.Simulation;

// Serves clients that are no .NET programs until its input ends, and says in one line of JSON where: a gateway before a simulated
// provider; with the argument "provider" the simulated provider alone, for a gateway that the script starts itself; with "copilot" a
// simulated GitHub and GitHub Copilot, where a login is approved at its third poll, with the options of the provider's entry; with "loops" strict
// providers whose models call a tool ten times.
if (args is ["provider"])
{
    await using var provider = await UpstreamSimulator.StartAsync(new UpstreamSimulatorOptions { Models = ["gpt-4.1", "claude-sonnet-4-5"] });
    provider.Reply(SimulatedResponse.Text("Hello from a simulated provider"));
    await ServeAsync(new { root = provider.Address, v1 = provider.BaseUrl });
}
else if (args is ["copilot"])
{
    await using var copilot = await CopilotStage.StartAsync();
    await ServeAsync(new { options = new { api_url = Text(copilot.ApiUrl), github_url = Text(copilot.GitHubUrl), github_api_url = Text(copilot.GitHubApiUrl) } });
}
else if (args is ["loops"])
{
    await using var loops = await Loops.StartAsync();
    await ServeAsync(loops.Addresses);
}
else
{
    await using var stage = await Stage.StartAsync();
    await ServeAsync(new { gateway = stage.Gateway, key = Stage.Key, observer = stage.Observer });
}

static string Text(Uri address) => address.ToString().TrimEnd('/');

static async Task ServeAsync<T>(T place)
{
    Console.WriteLine(JsonSerializer.Serialize(place));
    while (await Console.In.ReadLineAsync() is not null)
    {
    }
}
