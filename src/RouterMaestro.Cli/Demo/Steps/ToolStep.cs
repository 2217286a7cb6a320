using System.Text.Json.Nodes;
using RouterMaestro.Cli.Demo.Clients;
using RouterMaestro.Cli.Demo.Staging;
using RouterMaestro.Testing.Observing;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Cli.Demo.Steps;

/// <summary>The model calls a tool, the client runs it and returns the result, and the model responds with it.</summary>
/// <param name="client">The client that sends the request.</param>
/// <param name="provider">The provider that responds.</param>
internal sealed class ToolStep(DemoClient client, DemoProvider provider) : IDemoStep
{
    private const string Arguments = """{"city":"Wien"}""";
    private static readonly DemoTool _tool = new("concert", "Finds the next concert in a city.", "city");

    private readonly string _found = $"{provider.Name}'s orchestra, at eight";
    private readonly SimulatedUsage _usage = new(Input: 60, Output: 16);

    public DemoClient Client => client;

    public DemoProvider Provider => provider;

    public string Subject => "a tool";

    public async Task PlayAsync(DemoScene scene, CancellationToken cancellationToken)
    {
        scene.Provider.Enqueue(
            SimulatedResponse.ToolCall(_tool.Name, Arguments).WithUsage(_usage.Input, _usage.Output),
            SimulatedResponse.Text(request => $"Tonight in Wien: {string.Join(", ", request.Content.ToolResults)}.").WithUsage(80, 20));
        var question = new DemoQuestion(provider.QualifiedModel, "Use your tools.", "What is on in Wien?") { IsStreamed = true, Tool = _tool };
        var (asked, request) = await scene.AskAsync(question, cancellationToken);
        CheckCall(asked.Response, request, scene.Checks);
        if (asked.Response.ToolCalls is not [var call])
        {
            return;
        }

        scene.Show("tool", $"{call.Name} {call.Arguments} gives \"{_found}\"");
        var (told, second) = await scene.AskAsync(question with { IsStreamed = false, ToolResult = new(call, _found) }, cancellationToken);
        scene.ShowUsage(told);
        new DemoExpectation($"Tonight in Wien: {_found}.", 80, 20).Check(told.Response, this, scene.Checks);
        scene.Checks.Equal("the tool's result at the provider", _found, second?.Content.ToolResults.SingleOrDefault());
    }

    private void CheckCall(ObservedResponse response, ReceivedRequest? request, DemoChecks checks)
    {
        checks.Equal("the tool at the provider", _tool.Name, request?.Content.Tools.SingleOrDefault());
        checks.Equal("the number of tool calls", 1, response.ToolCalls.Count);
        checks.Equal("the stop reason", client.ToolWord, response.StopReason);
        checks.Equal("the usage", _usage, response.Usage);
        foreach (var call in response.ToolCalls)
        {
            checks.Equal("the called tool", _tool.Name, call.Name);
            checks.Equal("the arguments", true, JsonNode.DeepEquals(JsonNode.Parse(Arguments), JsonNode.Parse(call.Arguments)));
        }
    }
}
