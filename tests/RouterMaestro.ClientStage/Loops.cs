using System.Globalization;
using System.Text.Json;
using RouterMaestro.Testing;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.ClientStage;

/// <summary>Providers of the strict kinds, whose models call a tool ten times before they say that they are done.</summary>
internal sealed class Loops : IAsyncDisposable
{
    /// <summary>How many results a model wants to see.</summary>
    public const int Turns = 10;

    private static readonly Dictionary<string, Func<int, object>> _tools = new()
    {
        ["Bash"] = turn => new { command = Command(turn), description = "Says the turn" },
        ["bash"] = turn => new { command = Command(turn), description = "Says the turn" },
        ["exec_command"] = turn => new { cmd = Command(turn) },
        ["step"] = turn => new { number = turn },
    };

    private readonly Dictionary<string, UpstreamSimulator> _providers = [];

    /// <summary>Gets the addresses by the names of the providers.</summary>
    public IReadOnlyDictionary<string, Uri> Addresses => _providers.ToDictionary(provider => provider.Key, provider => provider.Value.Address);

    public static async Task<Loops> StartAsync()
    {
        var loops = new Loops();
        await loops.AddAsync("vendor", SimulatedServer.OpenAI);
        await loops.AddAsync("strings", SimulatedServer.Strings);
        await loops.AddAsync("template", SimulatedServer.Template);
        return loops;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var provider in _providers.Values)
        {
            await provider.DisposeAsync();
        }
    }

    private async Task AddAsync(string name, SimulatedServer server)
    {
        var provider = await UpstreamSimulator.StartAsync(new UpstreamSimulatorOptions { Models = ["gpt-5.1", "claude-opus-5-5", "qwen3-coder"], Server = server, RejectsUnknownModels = true });
        provider.Reply(Answer);
        _providers.Add(name, provider);
    }

    private static SimulatedResponse Answer(ReceivedRequest request)
    {
        var answered = ResultsIn(request.Json!.Value);
        if (request.Content.Tools.FirstOrDefault(_tools.ContainsKey) is not { } tool)
        {
            // a title, which opencode asks for beside the conversation
            return SimulatedResponse.Text("Ten turns");
        }

        if (answered >= Turns)
        {
            return SimulatedResponse.Text($"All {answered.ToString(CultureInfo.InvariantCulture)} turns are done.").WithUsage(100, 9);
        }

        var turn = SimulatedResponse.Empty.WithReasoning($"Turn {answered} comes next.").WithText($"Turn {answered}.").WithToolCall(tool, ArgumentsOf(tool, answered)).WithUsage(100, 20, reasoning: 5);

        // in the middle two at once
        return answered == Turns / 2 ? turn.WithToolCall(tool, ArgumentsOf(tool, answered + 1)) : turn;
    }

    // of the whole conversation, in any protocol
    private static int ResultsIn(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Array => json.EnumerateArray().Sum(ResultsIn),
        JsonValueKind.Object => (IsResult(json) ? 1 : 0) + json.EnumerateObject().Sum(member => ResultsIn(member.Value)),
        _ => 0,
    };

    private static bool IsResult(JsonElement json) => TextOf(json, "role") == "tool" || TextOf(json, "type") is "tool_result" or "function_call_output";

    private static string? TextOf(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string ArgumentsOf(string tool, int turn) => JsonSerializer.Serialize(_tools[tool](turn));

    private static string Command(int turn) => $"echo turn {turn.ToString(CultureInfo.InvariantCulture)}";
}
