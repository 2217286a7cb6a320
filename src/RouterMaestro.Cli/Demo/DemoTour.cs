using System.Text.Json;
using RouterMaestro.Cli.Demo.Clients;
using RouterMaestro.Cli.Demo.Staging;
using RouterMaestro.Cli.Demo.Steps;

namespace RouterMaestro.Cli.Demo;

/// <summary>The steps of the demo in order, and how they are played.</summary>
internal sealed class DemoTour(DemoReport report, DemoSummary summary, TimeProvider time)
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
            report.Begin(outcomes.Count + 1, step);
            var outcome = await PlayAsync(step, stage, cancellationToken);
            report.End(outcome);
            outcomes.Add(outcome);
        }

        summary.Print(outcomes);
        return outcomes.TrueForAll(outcome => outcome.IsGood);
    }

    private static IEnumerable<IDemoStep> Steps(DemoStage stage)
    {
        var (openAI, anthropic) = (DemoClient.OpenAI, DemoClient.Anthropic);
        yield return new TextStep(openAI, stage.Anthropic, number: 1);
        yield return new TextStep(anthropic, stage.OpenAI, number: 2);
        yield return new StreamStep(openAI, stage.Anthropic, number: 3);
        yield return new StreamStep(anthropic, stage.OpenAI, number: 4);
        yield return new ToolStep(openAI, stage.Anthropic);
        yield return new ToolStep(anthropic, stage.OpenAI);
        yield return new ImageStep(openAI, stage.Anthropic);
        yield return new ImageStep(anthropic, stage.OpenAI);
        yield return new ErrorStep(openAI, stage.Anthropic, DemoFailure.TooLong);
        yield return new ErrorStep(anthropic, stage.OpenAI, DemoFailure.Unfit);
        yield return new SameBytesStep(openAI, stage.OpenAI);
        yield return new SameBytesStep(anthropic, stage.Anthropic);
        yield return new LoginStep(anthropic, stage.Copilot);
    }

    private async Task<DemoOutcome> PlayAsync(IDemoStep step, DemoStage stage, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_stepLimit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var scene = new DemoScene(stage, step, report);
        var start = time.GetTimestamp();
        try
        {
            await step.PlayAsync(scene, both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            scene.Checks.Add([$"no response within {_stepLimit.TotalSeconds} s"]);
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or IOException)
        {
            scene.Checks.Add([exception.Message]);
        }

        return new(step, scene.Usage, time.GetElapsedTime(start), scene.Checks.Faults);
    }
}
