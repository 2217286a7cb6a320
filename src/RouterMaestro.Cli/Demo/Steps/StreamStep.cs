using RouterMaestro.Cli.Demo.Clients;
using RouterMaestro.Cli.Demo.Staging;

namespace RouterMaestro.Cli.Demo.Steps;

/// <summary>A response that arrives and is shown piece by piece: nothing on the way buffers it.</summary>
/// <param name="client">The client that sends the request.</param>
/// <param name="provider">The provider that responds.</param>
/// <param name="number">Makes the texts and token counts of each step different, so that no step can pass with the response of another.</param>
internal sealed class StreamStep(DemoClient client, DemoProvider provider, int number) : IDemoStep
{
    private const int PieceLength = 4;
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(50);

    public DemoClient Client => client;

    public DemoProvider Provider => provider;

    public string Subject => "a streamed response";

    public async Task PlayAsync(DemoScene scene, CancellationToken cancellationToken)
    {
        var expected = new DemoExpectation($"Maestro {number} gives each word the moment the players have it.", 20 + number, 10 + number);
        scene.Provider.Enqueue(expected.ToResponse().InPiecesOf(PieceLength).DelayPieces(_pause));
        var question = new DemoQuestion(provider.QualifiedModel, "Answer in one sentence.", $"How fast is maestro {number}?") { IsStreamed = true };
        var (reply, request) = await scene.AskAsync(question, cancellationToken);
        scene.ShowUsage(reply);

        expected.Check(reply.Response, this, scene.Checks);
        scene.Checks.Equal("streaming at the provider", true, request?.IsStream);
        scene.Checks.Equal("the provider's question", question.Text, request?.Content.LastUserText);
        scene.Checks.Equal("a response in several pieces", true, reply.Arrivals > 2);
    }
}
