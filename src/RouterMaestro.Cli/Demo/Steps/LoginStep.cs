using RouterMaestro.Cli.Demo.Clients;
using RouterMaestro.Cli.Demo.Staging;

namespace RouterMaestro.Cli.Demo.Steps;

/// <summary>A login by the device flow, then a call: the provider gets a token of its own, and neither the GitHub token nor the gateway's key.</summary>
/// <param name="client">The client that sends the request.</param>
/// <param name="provider">The provider that is logged in to.</param>
internal sealed class LoginStep(DemoClient client, CopilotProvider provider) : IDemoStep
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(10);

    public DemoClient Client => client;

    public DemoProvider Provider => provider;

    public string Subject => "a login, then a call";

    public async Task PlayAsync(DemoScene scene, CancellationToken cancellationToken)
    {
        var begun = await scene.AdminAsync(HttpMethod.Post, "auth/login", $$"""{"provider":"{{provider.Id}}"}""", cancellationToken);
        scene.Show("login", $"open {(string?)begun["verification_uri"]}");
        scene.Show("", $"and enter the code {(string?)begun["user_code"]}, as is done here");
        string? status;
        do
        {
            await Task.Delay(_pause, TimeProvider.System, cancellationToken);
            status = (string?)(await scene.AdminAsync(HttpMethod.Get, $"auth/oauth/status/{(string?)begun["session_id"]}", body: null, cancellationToken))["status"];
        }
        while (status == "pending");

        scene.Checks.Equal("the login", "complete", status);
        var expected = new DemoExpectation("Maestro 5 plays what its account may play.", 25, 15);
        scene.Provider.Enqueue(expected.ToResponse());
        var (reply, request) = await scene.AskAsync(new(provider.QualifiedModel, "Answer in one sentence.", "What does maestro 5 do?"), cancellationToken);
        scene.ShowUsage(reply);

        expected.Check(reply.Response, this, scene.Checks);
        scene.Checks.Equal("the number of token exchanges", 1, provider.Simulator.TokenExchanges);
        scene.Checks.Equal("the GitHub token at the provider", false, request?.Headers.Values.Any(value => value.Contains("ghu_", StringComparison.Ordinal)));
    }
}
