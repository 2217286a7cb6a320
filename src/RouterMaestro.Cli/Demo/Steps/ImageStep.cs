using System.Text;
using RouterMaestro.Cli.Demo.Clients;
using RouterMaestro.Cli.Demo.Staging;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Cli.Demo.Steps;

/// <summary>An image with the question; the response depends on its arrival.</summary>
/// <param name="client">The client that sends the request.</param>
/// <param name="provider">The provider that responds.</param>
internal sealed class ImageStep(DemoClient client, DemoProvider provider) : IDemoStep
{
    // PNG, one red pixel
    private const string Picture = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";

    public DemoClient Client => client;

    public DemoProvider Provider => provider;

    public string Subject => "an image";

    public async Task PlayAsync(DemoScene scene, CancellationToken cancellationToken)
    {
        scene.Provider.Enqueue(SimulatedResponse.Text(Describe).WithUsage(100, 8));
        var question = new DemoQuestion(provider.QualifiedModel, "Look closely.", "What do you see?") { Picture = Picture };
        var (reply, request) = await scene.AskAsync(question, cancellationToken);
        scene.ShowUsage(reply);

        new DemoExpectation("I see 1 image with what you said: What do you see?", 100, 8).Check(reply.Response, this, scene.Checks);
        scene.Checks.Equal("the picture's bytes at the provider", true, request is not null && Encoding.UTF8.GetString(request.Body.Span).Contains(Picture, StringComparison.Ordinal));
    }

    private static string Describe(ReceivedRequest request) =>
        $"I see {request.Content.ImageCount} image with what you said: {request.Content.LastUserText}";
}
