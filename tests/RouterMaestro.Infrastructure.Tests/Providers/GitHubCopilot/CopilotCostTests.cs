using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using RouterMaestro.Testing.Copilot;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Infrastructure.Tests.Providers.GitHubCopilot;

/// <summary>
/// The law of cost: what observers of calls are told is what the simulator's ledger says, whatever becomes of the calls. <c>ROUTER_MAESTRO_COPILOT_CALLS</c>
/// sets their number.
/// </summary>
public sealed partial class CopilotCostTests
{
    private const int Workers = 12;

    private static readonly string[] _callers = ["chat", "responses", "messages"];

    private static readonly string[] _models =
        ["gpt-4o", "gpt-4.1", "gemini-2.5-pro", "gpt-5-mini", "gpt-5.4", "gpt-5.5", "gpt-5.3-codex", "claude-sonnet-4.6", "claude-opus-4.7", "claude-haiku-4.5"];

    private static readonly int _count =
        int.TryParse(Environment.GetEnvironmentVariable("ROUTER_MAESTRO_COPILOT_CALLS"), CultureInfo.InvariantCulture, out var count) ? count : 1500;

    [Theory]
    [InlineData(14)]
    public async Task Observers_learn_the_cost_that_was_sent(int seed)
    {
        await using var gateway = await CopilotGateway.StartAsync(second: "work", priorities: """
            {"fallback":{"strategy":"same-model","maxRetries":2},"commit_models":{"gpt-4.1":"complete","gpt-5.4":"complete","gpt-5.3-codex":"complete","claude-opus-4.7":"complete"}}
            """);
        var scripts = new ConcurrentDictionary<int, CopilotCostScript>();
        gateway.Copilot.Reply(request => scripts[NumberOf(request.Body.Span)].Next());
        using var end = new CancellationTokenSource();
        var clock = PumpAsync(gateway, end.Token);
        var next = -1;

        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(async () =>
        {
            for (var number = Interlocked.Increment(ref next); number < _count; number = Interlocked.Increment(ref next))
            {
                var script = scripts[number] = new CopilotCostScript(new Random(HashCode.Combine(seed) ^ (number * 7919)));
                await CallAsync(gateway, number, script);
            }
        })));
        await UntilAsync(() => gateway.Outcomes.Count >= _count);
        await end.CancelAsync();
        await clock;

        Assert.Equal(_count, gateway.Outcomes.Count);
        Explain(gateway, scripts);
        Assert.Equal(gateway.Copilot.Ledger.TotalNanoAiu, gateway.Outcomes.Sum(outcome => outcome.StatedCosts.Sum(cost => cost.Amount)));
        Assert.Equal(
            gateway.Copilot.Ledger.Entries.Where(entry => entry.Account == "work").Sum(entry => entry.NanoAiu),
            gateway.Outcomes.Sum(outcome => outcome.StatedCosts.Where(cost => cost.Model.Provider == "github-copilot@work").Sum(cost => cost.Amount)));
        Assert.True(gateway.Copilot.Ledger.Entries.Count > _count / 3);
    }

    private static void Explain(CopilotGateway gateway, ConcurrentDictionary<int, CopilotCostScript> scripts)
    {
        // the amount of each call is its own, so that a difference names the call
        var stated = gateway.Outcomes.SelectMany(outcome => outcome.StatedCosts).GroupBy(cost => (long)cost.Amount).ToDictionary(group => group.Key, group => group.Count());
        var numbers = gateway.Copilot.Calls.GroupBy(call => call.Headers["X-Request-Id"]).ToDictionary(group => group.Key, group => group.First());
        var differences = gateway.Copilot.Ledger.Entries.GroupBy(entry => entry.NanoAiu)
            .Where(group => stated.GetValueOrDefault(group.Key) != group.Count())
            .Select(group => numbers[group.First().RequestId])
            .Select(call => $"{call} #{NumberOf(call.Body.Span)} {scripts[NumberOf(call.Body.Span)]}")
            .ToList();
        Assert.True(differences.Count == 0, string.Join('\n', differences.Take(20)));
    }

    private static async Task CallAsync(CopilotGateway gateway, int number, CopilotCostScript script)
    {
        var (caller, model) = (_callers[script.Random.Next(_callers.Length)], _models[script.Random.Next(_models.Length)]);
        var stream = script.Random.Next(3) > 0;
        script.Write(number, caller, model, stream);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(CopilotCallTests.PathOf(caller), UriKind.Relative))
        {
            Content = new StringContent(Body(caller, $"github-copilot/{model}", stream, number), Encoding.UTF8, "application/json"),
        };
        using var leaving = new CancellationTokenSource();
        try
        {
            using var response = await gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, leaving.Token);
            await using var body = await response.Content.ReadAsStreamAsync(leaving.Token);
            using var reader = new StreamReader(body);
            while (await reader.ReadLineAsync(leaving.Token) is { } line)
            {
                if (script.LeavesAt is { } mark && line.Contains(mark, StringComparison.Ordinal))
                {
                    // the gateway has forwarded this, so that it has read all that was sent
                    await leaving.CancelAsync();
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or HttpRequestException or IOException)
        {
            // how it ended is the script's
        }
    }

    private static string Body(string caller, string model, bool stream, int number)
    {
        var members = $"\"model\":\"{model}\",\"stream\":{(stream ? "true" : "false")},";
        return caller switch
        {
            "chat" => $$"""{{{members}}"messages":[{"role":"user","content":"call-{{number}}-"}]}""",
            "responses" => $$"""{{{members}}"store":false,"input":"call-{{number}}-"}""",
            _ => $$"""{{{members}}"max_tokens":500,"messages":[{"role":"user","content":"call-{{number}}-"}]}""",
        };
    }

    private static int NumberOf(ReadOnlySpan<byte> body) =>
        int.Parse(Number.Match(Encoding.UTF8.GetString(body)).Groups[1].Value, CultureInfo.InvariantCulture);

    // pauses between attempts, tokens and open circuits live on this clock
    private static async Task PumpAsync(CopilotGateway gateway, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            gateway.Clock.Advance(TimeSpan.FromMilliseconds(250));
            await Task.Delay(5, CancellationToken.None);
        }
    }

    private static async Task UntilAsync(Func<bool> isTrue)
    {
        for (var i = 0; i < 400 && !isTrue(); i++)
        {
            await Task.Delay(25);
        }
    }

    [GeneratedRegex(@"call-(\d+)-")]
    private static partial Regex Number { get; }
}

/// <summary>What becomes of one call: a fault for some attempts, then a response that may break, or that the caller leaves.</summary>
internal sealed class CopilotCostScript(Random random)
{
    private readonly Queue<SimulatedStep> _steps = [];
    private readonly List<string> _names = [];
    private SimulatedResponse _response = SimulatedResponse.Empty;

    public Random Random => random;

    /// <summary>Gets the text at which the caller leaves; null if it stays.</summary>
    public string? LeavesAt { get; private set; }

    public SimulatedStep Next()
    {
        lock (_steps)
        {
            return _steps.TryDequeue(out var step) ? step : _response;
        }
    }

    public override string ToString() => string.Join(", ", _names);

    public void Write(int number, string caller, string model, bool stream)
    {
        // an amount of its own for each call
        _response = SimulatedResponse.Text("one ", "two ", "three ", "four ").WithUsage(input: number + 1, output: (number % 97) + 5, cacheRead: number % 3 * 10);
        if (random.Next(4) == 0)
        {
            _response = _response.WithToolCall("look", "{}");
        }

        _names.Add($"{caller} {model} stream={stream}");
        for (var faults = random.Next(8) switch { 0 => 1, 1 => 2, _ => 0 }; faults > 0; faults--)
        {
            Enqueue(Fault());
        }

        if (random.Next(2) == 0)
        {
            Enqueue(Whole());
        }
        else
        {
            Enqueue(stream ? Broken(caller, model) : BrokenWhole());
        }
    }

    private (string Name, SimulatedStep Step) Whole()
    {
        var quirks = (CopilotQuirks)(random.Next(3) == 0 ? random.Next(1 << 15) : 0);
        return ($"whole with {quirks}", _response.WithQuirks(quirks));
    }

    private void Enqueue((string Name, SimulatedStep Step) step)
    {
        _names.Add(step.Name);
        _steps.Enqueue(step.Step);
    }

    private (string Name, SimulatedStep Step) Fault() => random.Next(11) switch
    {
        0 => ("402", CopilotStep.QuotaExceeded()),
        1 => ("429", CopilotStep.RateLimited(TimeSpan.FromSeconds(1))),
        2 => ("500", SimulatedFault.Status(500)),
        3 => ("reset", SimulatedFault.Reset()),
        4 => ("hang-up", SimulatedFault.HangUp()),
        5 => ("401", SimulatedFault.Status(401)),
        6 => ("too long", CopilotStep.PromptTooLong(10, 20)),
        7 => ("empty", SimulatedFault.Empty()),
        8 => ("truncated", SimulatedFault.TruncatedJson()),
        9 => ("error 200", SimulatedFault.ErrorWithStatus200()),
        _ => ("html", SimulatedFault.Html()),
    };

    private (string Name, SimulatedStep Step) BrokenWhole() => random.Next(3) switch
    {
        0 => ("cut", _response.CutAfter(1)),
        1 => ("cut at end", _response.CutAtEnd()),
        _ => ("closed", _response.CloseAfter(1)),
    };

    private (string Name, SimulatedStep Step) Broken(string caller, string model)
    {
        var pieces = random.Next(4);
        switch (random.Next(11))
        {
            case 0:
                return ($"cut {pieces}", _response.CutAfter(pieces));
            case 1:
                return ("cut at end", _response.CutAtEnd());
            case 2:
                return ($"reset {pieces}", _response.ResetAfter(pieces));
            case 3:
                return ($"closed {pieces}", _response.CloseAfter(pieces));
            case 4:
                // the gateway leaves at once, so that nothing may be sent behind it
                return ($"malformed {pieces}", _response.MalformedAfter(pieces).StallAfter(pieces));
            case 5:
                return ("malformed behind the cost", _response.WithoutTerminal().MalformedAfter(int.MaxValue));
            case 6:
                return ($"error {pieces}", _response.ErrorAfter(pieces));
            case 7:
                return ("cut behind the cost", _response.WithoutTerminal().CutAtEnd());
            case 8:
                return ("stalled behind the cost", _response.WithoutTerminal().StallAtEnd());
            case 9 when IsCommittedEarly(model):
                LeavesAt = "two";
                return ("left in the middle", _response.StallAfter(2));
            case 10 when IsCommittedEarly(model) && IsSame(caller, model):
                LeavesAt = caller == "chat" ? "\"finish_reason\":\"" : "message_delta";
                return ("left behind the cost", _response.WithoutTerminal().StallAtEnd());
            default:
                return Whole();
        }
    }

    private static bool IsCommittedEarly(string model) => model is "gpt-4o" or "gemini-2.5-pro" or "gpt-5-mini" or "claude-sonnet-4.6" or "claude-haiku-4.5";

    private static bool IsSame(string caller, string model) =>
        (caller == "chat" && model is not "gpt-5.5") || (caller == "messages" && model.StartsWith("claude", StringComparison.Ordinal));
}
