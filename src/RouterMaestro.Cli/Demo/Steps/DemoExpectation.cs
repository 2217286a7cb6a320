using RouterMaestro.Testing.Observing;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Cli.Demo.Steps;

/// <summary>A response that the simulated provider is set to return and that the client must receive.</summary>
/// <param name="Text">The text.</param>
/// <param name="Input">The input tokens.</param>
/// <param name="Output">The output tokens.</param>
internal sealed record DemoExpectation(string Text, int Input, int Output)
{
    /// <summary>Makes the response.</summary>
    public SimulatedResponse ToResponse() => SimulatedResponse.Text(Text).WithUsage(Input, Output);

    /// <summary>Compares what a client got.</summary>
    public void Check(ObservedResponse response, IDemoStep step, DemoChecks checks)
    {
        checks.Equal("the text", Text, response.Text);
        checks.Equal("the usage", new SimulatedUsage(Input, Output), response.Usage);
        checks.Equal("the stop reason", step.Client.CompleteWord, response.StopReason);
        checks.Equal("the model", step.Provider.QualifiedModel, response.Model);
        checks.Equal("the end of the response", true, response.IsComplete);
    }
}
