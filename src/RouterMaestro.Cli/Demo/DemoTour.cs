using System.Text.Json;

namespace RouterMaestro.Cli.Demo;

/// <summary>The steps of the demo in order, and how they are played.</summary>
internal sealed class DemoTour(DemoReport report, TimeProvider time)
{
    private static readonly TimeSpan _stepLimit = TimeSpan.FromSeconds(10);

    /// <summary>Plays every step and reports each.</summary>
    /// <param name="stage">Where they are played.</param>
    /// <param name="cancellationToken">Ends the demo.</param>
    /// <returns>Whether all was as it should be.</returns>
    public async Task<bool> PlayAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        report.Open(stage);
        List<DemoOutcome> outcomes = [];
        foreach (var step in Steps(stage))
        {
            var start = time.GetTimestamp();
            var outcome = await PlayAsync(step, stage, cancellationToken);
            report.Show(step, outcome, time.GetElapsedTime(start));
            outcomes.Add(outcome);
        }

        report.Close(outcomes);
        return outcomes.TrueForAll(outcome => outcome.IsGood);
    }

    private static IEnumerable<IDemoStep> Steps(DemoStage stage)
    {
        var number = 0;
        foreach (var client in (DemoClient[])[DemoClient.OpenAI, DemoClient.Anthropic])
        {
            foreach (var provider in (DemoProvider[])[stage.OpenAI, stage.Anthropic])
            {
                yield return new DirectionStep(client, provider, isStreamed: false, ++number);
                yield return new DirectionStep(client, provider, isStreamed: true, ++number);
            }
        }
    }

    private async Task<DemoOutcome> PlayAsync(IDemoStep step, DemoStage stage, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_stepLimit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await step.PlayAsync(stage, both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed($"no answer within {_stepLimit.TotalSeconds} s");
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or IOException)
        {
            return Failed(exception.Message);
        }

        static DemoOutcome Failed(string fault) => new("", [fault]);
    }
}
