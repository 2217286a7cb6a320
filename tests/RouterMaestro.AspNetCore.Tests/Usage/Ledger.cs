using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Pricing;
using RouterMaestro.Domain.Usage;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Usage;

/// <summary>Writes the scripts of calls, the same ones for the same seed, and adds up what they should leave in a store.</summary>
internal static class Ledger
{
    /// <summary>The settings under which the scripts hold: two models step in for each.</summary>
    public const string Priorities = """{"priorities":["messages/backup","github-copilot/gpt-4.1"],"fallback":{"maxRetries":2}}""";

    private static readonly string[] _models =
    [
        "chat/alpha", "responses/beta", "messages/gamma", "github-copilot/gpt-4o", "github-copilot/gpt-5-mini", "github-copilot/gpt-5.3-codex",
        "github-copilot/claude-sonnet-4.6", "github-copilot/claude-haiku-4.5",
    ];

    /// <summary>Makes the script of a call.</summary>
    public static LedgerCall Write(int seed, int number)
    {
        var random = new Random(HashCode.Combine(number * 7919) ^ seed ^ (number * 104_729));
        var caller = ProtocolCase.All[random.Next(3)];
        var model = _models[random.Next(_models.Length)];
        var isStream = random.Next(3) > 0;
        var output = 5 + random.Next(2000);
        var usage = new SimulatedUsage(1 + random.Next(20_000), output, random.Next(3) * random.Next(90_000), random.Next(3) * random.Next(9000), random.Next(2) * random.Next(output));
        var shape = random.Next(100);
        if (shape < 5)
        {
            // no conversation, or no provider of that name
            return new(number, caller, model, isStream, usage) { Body = shape < 3 ? $$"""{"model":"{{model}}","{{caller.Conversation}}":[]{{LedgerCall.MaxTokens(caller)}}}""" : Unknown(caller, number) };
        }

        var call = new LedgerCall(number, caller, model, isStream, usage);
        if (shape < 7 && !model.StartsWith("github", StringComparison.Ordinal))
        {
            call.Add(LedgerAct.InvalidRequest);
            return call;
        }

        var failures = shape < 13 ? 3 : shape < 20 ? 1 : shape < 23 ? 2 : 0;
        for (var i = 0; i < failures; i++)
        {
            call.Add(Failure(random));
        }

        if (failures < 3)
        {
            call.Add(shape is >= 23 and < 27 ? [LedgerAct.ServerError] : []);
            call.Add(Last(random, isStream));
        }

        return call;
    }

    /// <summary>Adds up the lines of calls, in the form in which a store tells it.</summary>
    public static UsageTotals Sum(IEnumerable<LedgerCall> group)
    {
        LedgerCall[] calls = [.. group];
        long Count(CallEnd end) => calls.LongCount(call => call.End == end);
        return new()
        {
            Requests = calls.Length,
            Completed = Count(CallEnd.Completed),
            Refused = Count(CallEnd.Refused),
            Failed = Count(CallEnd.Failed),
            Abandoned = Count(CallEnd.Abandoned),
            Fallbacks = calls.LongCount(call => call.IsFallback),
            Attempts = calls.Sum(call => (long)call.Attempts),
            Input = calls.Sum(call => call.Tokens?.Input ?? 0),
            CacheRead = calls.Sum(call => call.Tokens?.CacheRead ?? 0),
            CacheWrite = calls.Sum(call => call.Tokens?.CacheWrite ?? 0),
            CacheWriteHour = calls.Sum(call => call.Tokens?.CacheWriteHour ?? 0),
            Output = calls.Sum(call => call.Tokens?.Output ?? 0),
            Reasoning = calls.Sum(call => call.Tokens?.Reasoning ?? 0),
            StatedCost = calls.Sum(call => CostOf(call).Stated ?? 0),
            TableCost = calls.Where(call => CostOf(call).Source == CostSource.Table).Sum(call => CostOf(call).Counted!.Value),
            IncludedCost = calls.Where(call => CostOf(call).Source == CostSource.Included).Sum(call => CostOf(call).Counted!.Value),
            UnknownCosts = calls.LongCount(call => CostOf(call).Source == CostSource.Unknown),
            Stated = calls.Any(call => call.NanoAiu is not null) ? [new("nano-aiu", calls.Sum(call => call.NanoAiu ?? 0))] : [],
        };
    }

    /// <summary>Gets the cost of a call: what Copilot stated, or the tokens by the prices of <see cref="UsageGateway"/>.</summary>
    public static UsageCost CostOf(LedgerCall call)
    {
        if (call.End == CallEnd.Refused)
        {
            return UsageCost.None;
        }

        long? table = call.Tokens is { } tokens
            ? (tokens.Input * 2000) + (tokens.CacheRead * 200) + (tokens.CacheWrite * 2500) + (tokens.CacheWriteHour * 4000) + (tokens.Completion * 10_000)
            : null;
        return new(
            call.NanoAiu / 100,
            table,
            call.NanoAiu is not null ? CostSource.Stated : table is null ? CostSource.Unknown : call.Served!.StartsWith("github", StringComparison.Ordinal) ? CostSource.Included : CostSource.Table);
    }

    private static string Unknown(ProtocolCase caller, int number) =>
        $$"""{"model":"nobody/model","{{caller.Conversation}}":[{"role":"user","content":"call-{{number}}-"}]{{LedgerCall.MaxTokens(caller)}}}""";

    // an error 500 is tried again at the same model once
    private static LedgerAct[] Failure(Random random) => random.Next(4) switch
    {
        0 => [LedgerAct.ServerError, LedgerAct.ServerError],
        1 => [LedgerAct.RateLimited],
        2 => [LedgerAct.QuotaExhausted],
        _ => [LedgerAct.BrokenBeforeContent],
    };

    private static LedgerAct Last(Random random, bool isStream) => (random.Next(isStream ? 36 : 100), isStream) switch
    {
        (0, true) => LedgerAct.CutInMiddle,
        (1, true) => LedgerAct.ErrorInMiddle,
        (2, true) => LedgerAct.ErrorBehindUsage,
        (3, true) => LedgerAct.CutBehindUsage,
        (4 or 5, true) => LedgerAct.LeftInMiddle,
        (6 or 7, true) => LedgerAct.LeftBehindUsage,
        (8, _) => LedgerAct.LeftInSilence,
        _ => LedgerAct.Whole,
    };
}
