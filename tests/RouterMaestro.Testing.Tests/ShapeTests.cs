using System.Text.Json;
using RouterMaestro.Testing.Observing;
using RouterMaestro.Testing.Simulation;
using RouterMaestro.TestKit;

namespace RouterMaestro.Testing.Tests;

/// <summary>What the simulator sends has the fields that the providers were recorded to send, and no others.</summary>
public class ShapeTests : SimulatorTest
{
    private static readonly SimulatedResponse _everything = SimulatedResponse.Text("text").WithReasoning("thought")
        .WithToolCall("f", """{"a":1}""").WithUsage(1, 2, 3, 4, 1);

    // the simulator's own field in Chat for what compatible servers send, and refusals, which no recording holds
    private static readonly string[] _elsewhere = ["reasoning_content"];

    [SharedDataTheory]
    [MemberData(nameof(Calls))]
    public async Task The_shape_is_the_recorded_one(string protocol, bool stream)
    {
        Upstream.Reply(_everything);
        var recorded = new HashSet<string>();
        foreach (var body in Recordings.Of(protocol switch { "chat" => "openai-chat", "messages" => "anthropic-messages", _ => "openai-responses" }).Where(r => r.IsSse == stream && r.Status == 200))
        {
            recorded.UnionWith(Shapes(body.Body, stream));
        }

        using var response = await Client.SendAsync(protocol, WireClient.Request(protocol, stream, more: More(protocol, stream)));
        var ours = Shapes(await response.Content.ReadAsByteArrayAsync(), stream).ToHashSet();

        Assert.True(ours.Count > 20);
        Assert.Equal([], ours.Except(recorded).Where(shape => !_elsewhere.Any(e => shape.Contains(e, StringComparison.Ordinal))).Order());
    }

    private static string More(string protocol, bool stream) => protocol == "responses" ? WireClient.Reasons
        : stream && protocol == "chat" ? ",\"stream_options\":{\"include_usage\":true}"
        : "";

    private static IEnumerable<string> Shapes(byte[] body, bool stream)
    {
        var values = stream
            ? SseTranscript.Parse(body).Events.Select(e => (e.Name, Json: e.ReadJson()))
            : [("body", JsonDocument.Parse(body).RootElement)];
        return [.. values.Where(v => v.Json is not null).SelectMany(v => Shapes(v.Name, v.Json!.Value))];
    }

    private static IEnumerable<string> Shapes(string path, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(p => Shapes($"{path}.{p.Name}", p.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(item => Shapes($"{path}[]{Kind(item)}", item)),
        _ when path.Contains(".input.", StringComparison.Ordinal) => [],
        _ => [$"{path} {value.ValueKind}"],
    };

    private static string Kind(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty("type", out var type) ? $"<{type}>" : "";
}
