using System.Text;
using RouterMaestro.Cli.Demo.Clients;
using RouterMaestro.Cli.Demo.Staging;

namespace RouterMaestro.Cli.Demo.Steps;

/// <summary>Both ends speak the same protocol: the provider gets the client's very bytes, but for the model's name.</summary>
/// <param name="client">The client that sends the request.</param>
/// <param name="provider">The provider that responds.</param>
internal sealed class SameBytesStep(DemoClient client, DemoProvider provider) : IDemoStep
{
    public DemoClient Client => client;

    public DemoProvider Provider => provider;

    public string Subject => "the same bytes";

    public async Task PlayAsync(DemoScene scene, CancellationToken cancellationToken)
    {
        var expected = new DemoExpectation("Nothing was rewritten on the way.", 31, 9);
        scene.Provider.Enqueue(expected.ToResponse());
        var (reply, request) = await scene.AskAsync(new(provider.QualifiedModel, "Be exact.", "What did you get?"), cancellationToken);
        scene.ShowUsage(reply);

        expected.Check(reply.Response, this, scene.Checks);
        var sent = Encoding.UTF8.GetString(reply.Sent.Span).Replace(provider.QualifiedModel, provider.Model, StringComparison.Ordinal);
        scene.Checks.Equal("the request at the provider", sent, request is null ? null : Encoding.UTF8.GetString(request.Body.Span));
    }
}
