using System.Globalization;
using RouterMaestro.Testing;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.ClientStage;

/// <summary>What the provider does, by the name of the model.</summary>
internal static class Scenes
{
    private const string StatusPrefix = "status-";

    private static readonly int[] _statuses = [400, 403, 404, 429, 500, 503, 529];

    private static readonly Dictionary<string, Func<ReceivedRequest, SimulatedStep>> _scenes = new()
    {
        // tells what arrived
        ["echo"] = _ => Echo,
        ["tool"] = request => IsAnswered(request) ? Echo : SimulatedResponse.Text("Looking.").WithToolCall("get_weather", """{"city":"Paris"}""").WithUsage(20, 9),
        ["tools"] = request => IsAnswered(request) ? Echo : Two.WithUsage(20, 19),
        ["object"] = request => Object(request).WithUsage(20, 9),
        ["reasoning"] = _ => SimulatedResponse.Empty.WithReasoning("The user wants a word.").WithText("Word.").WithUsage(9, 9, reasoning: 6),

        // these break off after the first words
        ["break"] = _ => Words.ErrorAfter(2),
        ["cut"] = _ => Words.CutAfter(2),
        ["stall"] = _ => Words.StallAfter(1),
    };

    /// <summary>Gets the names.</summary>
    public static IReadOnlyList<string> Models => [.. _scenes.Keys, .. _statuses.Select(s => StatusPrefix + s.ToString(CultureInfo.InvariantCulture))];

    private static SimulatedResponse Echo => SimulatedResponse.Echo().WithUsage(input: 12, output: 7);

    private static SimulatedResponse Words => SimulatedResponse.Text("one ", "two ", "three ", "four").WithUsage(5, 4);

    private static SimulatedResponse Two => SimulatedResponse.Empty
        .WithToolCall("get_weather", """{"city":"Köln"}""")
        .WithToolCall("get_weather", """{"city":"Paris"}""")
        .InPiecesOf(3);

    /// <summary>Tells the provider what to do.</summary>
    public static void Direct(UpstreamSimulator upstream) => upstream.Reply(request => request.Model switch
    {
        { } name when _scenes.TryGetValue(name, out var scene) => scene(request),
        { } name when name.StartsWith(StatusPrefix, StringComparison.Ordinal) =>
            SimulatedFault.Status(int.Parse(name.AsSpan(StatusPrefix.Length), CultureInfo.InvariantCulture), "It was simulated."),
        _ => SimulatedFault.Status(404),
    });

    private static bool IsAnswered(ReceivedRequest request) => request.Content.ToolResults.Count > 0;

    // clients of Messages, such as `ai` with generateObject, ask for an object by a tool that must be called
    private static SimulatedResponse Object(ReceivedRequest request)
    {
        const string Json = """{"city":"Paris","celsius":18}""";
        return request.Content.Tools is [var tool] ? SimulatedResponse.ToolCall(tool, Json) : SimulatedResponse.Text(Json);
    }
}
