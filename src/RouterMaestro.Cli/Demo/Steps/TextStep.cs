using RouterMaestro.Cli.Demo.Clients;
using RouterMaestro.Cli.Demo.Staging;

namespace RouterMaestro.Cli.Demo.Steps;

/// <summary>A question and a buffered response: each side receives what the other sent.</summary>
/// <param name="client">The client that sends the request.</param>
/// <param name="provider">The provider that responds.</param>
/// <param name="number">Makes the texts and token counts of each step different, so that no step can pass with the response of another.</param>
internal sealed class TextStep(DemoClient client, DemoProvider provider, int number) : IDemoStep
{
    public DemoClient Client => client;

    public DemoProvider Provider => provider;

    public string Subject => "a whole response";

    public async Task PlayAsync(DemoScene scene, CancellationToken cancellationToken)
    {
        var expected = new DemoExpectation($"Maestro {number} keeps every player in time.", 20 + number, 10 + number);
        scene.Provider.Enqueue(expected.ToResponse());
        var question = new DemoQuestion(provider.QualifiedModel, "Answer in one sentence.", $"What does maestro {number} do?");
        var (reply, request) = await scene.AskAsync(question, cancellationToken);
        scene.ShowUsage(reply);

        expected.Check(reply.Response, this, scene.Checks);
        scene.Checks.Equal("streaming at the provider", false, request?.IsStream);
        scene.Checks.Equal("the provider's instructions", question.System, request?.Content.System);
        scene.Checks.Equal("the provider's question", question.Text, request?.Content.LastUserText);
    }
}
