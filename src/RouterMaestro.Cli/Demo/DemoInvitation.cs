using RouterMaestro.Cli.Demo.Staging;
using RouterMaestro.Cli.Shell;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Cli.Demo;

/// <summary>Lets people call the demo's gateway themselves.</summary>
internal sealed class DemoInvitation(CliEnvironment environment)
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(60);

    /// <summary>Prepares the providers for any question, says how to ask, and waits.</summary>
    /// <param name="stage">What keeps running.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task WaitAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        Prepare(stage.OpenAI);
        Prepare(stage.Anthropic);
        Print(stage);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static void Prepare(KeyedProvider provider)
    {
        // nothing of the tour may be left for others
        provider.Upstream.Reset();
        provider.Upstream.Reply(SimulatedResponse
            .Text(request => $"The simulated provider {provider.Name} was asked: {request.Content.LastUserText}")
            .InPiecesOf(4)
            .DelayPieces(_pause));
    }

    // written past the console, which would break the lines; a quote that spans lines is whole only if it is pasted whole
    private void Print(DemoStage stage)
    {
        var root = stage.Address.GetLeftPart(UriPartial.Authority);
        environment.Out.WriteLine($$"""

            The gateway keeps running until Ctrl-C. Ask it, in either protocol:

            KEY={{stage.Key}}

            curl {{root}}/v1/chat/completions \
              -H "Authorization: Bearer $KEY" -H "Content-Type: application/json" \
              -d '{"model": "{{stage.Anthropic.QualifiedModel}}",
                   "messages": [{"role": "user", "content": "Hello"}]}'

            curl -N {{root}}/v1/messages \
              -H "x-api-key: $KEY" -H "Content-Type: application/json" \
              -d '{"model": "{{stage.OpenAI.QualifiedModel}}", "max_tokens": 100, "stream": true,
                   "messages": [{"role": "user", "content": "Hello"}]}'

            curl {{root}}/v1/models -H "Authorization: Bearer $KEY"

            """);
    }
}
