using RouterMaestro.Testing;

namespace RouterMaestro.Cli.Demo;

/// <summary>One client asks one provider: the answer must be what the provider sent, and the provider must get what the client asked.</summary>
/// <param name="client">Who asks.</param>
/// <param name="provider">Who answers.</param>
/// <param name="isStreamed">Whether the answer comes piece by piece.</param>
/// <param name="number">Tells the steps' words and figures apart, so that none can pass with another's.</param>
internal sealed class DirectionStep(DemoClient client, DemoProvider provider, bool isStreamed, int number) : IDemoStep
{
    private const string Instructions = "Answer in one sentence.";

    private readonly string _question = $"What does maestro {number} do?";
    private readonly string[] _pieces = [$"Maestro {number} ", "keeps every player ", "in time."];
    private readonly SimulatedUsage _usage = new(Input: 20 + number, Output: 10 + number);

    public string Title => $"{client.Name} client → {provider.Name} provider, {(isStreamed ? "streamed" : "whole")}";

    public async Task<DemoOutcome> PlayAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        provider.Upstream.Enqueue(SimulatedAnswer.Text(_pieces).WithUsage(_usage.Input, _usage.Output));
        var question = new DemoQuestion(provider.QualifiedModel, Instructions, _question, isStreamed);
        var answer = await client.AskAsync(stage, question, cancellationToken);

        var checks = new DemoChecks();
        CheckAnswer(answer, checks);
        CheckRequest(provider.Upstream.Requests.Last(request => request.Operation == SimulatedOperation.Generate), stage.Key, checks);
        return new($"{answer.Usage?.Input} + {answer.Usage?.Output} tokens", checks.Faults);
    }

    private void CheckAnswer(ObservedAnswer answer, DemoChecks checks)
    {
        checks.Add(answer.Problems);
        if (answer.ErrorMessage is { } error)
        {
            checks.Add([$"the answer breaks off: {error}"]);
            return;
        }

        checks.Equal("the text", string.Concat(_pieces), answer.Text);
        checks.Equal("the usage", _usage, answer.Usage);
        checks.Equal("the stop reason", client.CompleteWord, answer.StopReason);
        checks.Equal("the model", provider.QualifiedModel, answer.Model);
        checks.Equal("the answer's end", true, answer.IsComplete);
    }

    private void CheckRequest(ReceivedRequest request, string gatewayKey, DemoChecks checks)
    {
        checks.Equal("the provider's dialect", provider.Dialect, request.Dialect);
        checks.Equal("the model asked for", provider.Model, request.Model);
        checks.Equal("streaming at the provider", isStreamed, request.IsStream);
        checks.Equal("the provider's instructions", Instructions, request.Content.System);
        checks.Equal("the provider's question", _question, request.Content.LastUserText);
        checks.Equal("the gateway's key at the provider", false, request.Headers.Values.Any(value => value.Contains(gatewayKey, StringComparison.Ordinal)));
    }
}
