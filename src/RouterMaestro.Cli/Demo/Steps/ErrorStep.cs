using RouterMaestro.Cli.Demo.Clients;
using RouterMaestro.Cli.Demo.Staging;

namespace RouterMaestro.Cli.Demo.Steps;

/// <summary>The provider refuses: the client gets the error in its own protocol's form, with the provider's reason.</summary>
/// <param name="client">The client that sends the request.</param>
/// <param name="provider">The provider that returns the error.</param>
/// <param name="failure">How.</param>
internal sealed class ErrorStep(DemoClient client, DemoProvider provider, DemoFailure failure) : IDemoStep
{
    private const int BadRequest = 400;

    public DemoClient Client => client;

    public DemoProvider Provider => provider;

    public string Subject => failure.Subject;

    public async Task PlayAsync(DemoScene scene, CancellationToken cancellationToken)
    {
        var before = scene.Provider.Calls.Count;
        scene.Provider.Enqueue(failure.Step);
        var (reply, _) = await scene.AskAsync(new(provider.QualifiedModel, "Be brief.", "Tell me everything."), cancellationToken);
        scene.Show("error", $"HTTP {reply.Status}, {reply.Response.ErrorType}");
        scene.Show("", reply.Response.ErrorMessage ?? "");
        scene.ShowUsage(reply);

        scene.Checks.Equal("the status", BadRequest, reply.Status);
        scene.Checks.Equal("the error's type", "invalid_request_error", reply.Response.ErrorType);
        scene.Checks.Equal("the number of requests at the provider", 1, scene.Provider.Calls.Count - before);
        foreach (var word in failure.Words)
        {
            scene.Checks.Equal($"'{word}' in the message", true, reply.Response.ErrorMessage?.Contains(word, StringComparison.Ordinal));
        }
    }
}
