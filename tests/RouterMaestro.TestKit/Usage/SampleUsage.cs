using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Pricing;
using RouterMaestro.Domain.Usage;

namespace RouterMaestro.TestKit.Usage;

/// <summary>Makes records of requests for tests: any number of them, the same ones for the same seed.</summary>
public static class SampleUsage
{
    private static readonly ModelRef[] _models =
    [
        new("github-copilot", "claude-sonnet-4.5"), new("openai", "gpt-5.1"), new("anthropic", "claude-haiku-4-5-20251001"), new("lab", "qwen3-coder-480b"),
    ];

    private static readonly string?[] _keys = ["gateway", "ci", "=cmd|\"x\", y", null];

    private static readonly string?[] _clients = ["claude-code", "codex", null];

    /// <summary>Makes records that began within a time before an end, in every state that a record can have.</summary>
    /// <param name="count">The number.</param>
    /// <param name="until">The end.</param>
    /// <param name="within">The time.</param>
    /// <param name="seed">The seed.</param>
    public static IEnumerable<UsageRecord> Records(int count, DateTimeOffset until, TimeSpan within, int seed = 1)
    {
        var random = new Random(seed);
        for (var number = 0; number < count; number++)
        {
            var end = random.Next(20) switch { 0 => CallEnd.Refused, 1 => CallEnd.Failed, 2 => CallEnd.Abandoned, _ => CallEnd.Completed };
            var at = until - TimeSpan.FromTicks(1 + (long)(within.Ticks * Math.Pow(random.NextDouble(), 2)));
            yield return Record(random, number, end, at.AddHours(-(at.Hour < 7 ? random.Next(8) : 0)) is var start && start < until - within ? at : start);
        }
    }

    private static UsageRecord Record(Random random, int number, CallEnd end, DateTimeOffset at)
    {
        var model = _models[random.Next(_models.Length)];
        var first = TimeSpan.FromMilliseconds(200 + random.Next(3000));
        var isUsed = end != CallEnd.Refused;
        return new($"req-{number:D7}", at.ToUniversalTime(), random.Next(30) == 0 ? UsageOperation.Count : UsageOperation.Chat, end)
        {
            Protocol = "messages",
            RequestedModel = "router-maestro",
            Model = random.Next(25) == 0 && !isUsed ? null : model,
            IsStream = random.Next(4) > 0,
            Usage = isUsed ? new(random.Next(20_000), random.Next(150_000), random.Next(5_000), random.Next(3_000), random.Next(1_500)) { CacheWriteHour = random.Next(500) } : null,
            TimeToFirstContent = isUsed ? first : null,
            Duration = first + TimeSpan.FromMilliseconds(random.Next(30_000)),
            Status = isUsed ? 200 : 429,
            Attempts = 1 + random.Next(2),
            IsFallback = random.Next(12) == 0,
            KeyName = _keys[random.Next(_keys.Length)],
            Client = _clients[random.Next(_clients.Length)],
            Session = (ulong)random.Next(5) is > 0 and var session ? session : null,
            StatedCosts = isUsed && model.Provider == "github-copilot" ? [new(model, "nano-aiu", random.Next(1_000_000) + 0.25m)] : [],
            Cost = isUsed ? CostOf(model.Provider, random) : UsageCost.None,
        };
    }

    private static UsageCost CostOf(string provider, Random random) => provider switch
    {
        "github-copilot" => new(random.Next(50_000_000), random.Next(50_000_000), CostSource.Stated),
        "openai" => new(null, random.Next(50_000_000), CostSource.Table),
        "anthropic" => new(null, random.Next(50_000_000), CostSource.Included),
        _ => new(null, null, CostSource.Unknown),
    };
}
