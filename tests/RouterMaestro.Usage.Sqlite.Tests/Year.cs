using System.Globalization;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Pricing;
using RouterMaestro.Domain.Usage;
using RouterMaestro.Usage.Sqlite.Schema;
using RouterMaestro.Usage.Sqlite.Storage;

namespace RouterMaestro.Usage.Sqlite.Tests;

/// <summary>A year of requests as a team makes them: 12 models at 4 providers, 5 keys, 6 clients, more by day than by night, always the same ones.</summary>
/// <param name="count">The number of requests.</param>
internal sealed class Year(int count)
{
    public static readonly DateTimeOffset Begin = new(2025, 11, 20, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[] _models =
    [
        "anthropic/claude-sonnet-5", "openai/gpt-5.6", "copilot/claude-opus-5", "openai/gpt-5.6-mini", "anthropic/claude-haiku-5", "copilot/gpt-5.6",
        "anthropic/claude-opus-5", "google/gemini-4-pro", "google/gemini-4-flash", "openai/o5", "copilot/grok-5", "openai/text-embedding-4",
    ];

    private static readonly string[] _keys = ["laptop", "team", "ci", "server", "phone"];
    private static readonly string[] _clients = ["claude-code", "codex", "openai-python", "cursor", "anthropic-typescript", "curl"];

    private readonly Random _random = new(15);

    public static DateTimeOffset End => Begin.AddDays(365);

    /// <summary>Writes the year into a file as a gateway would have, with the single requests of the last 90 days.</summary>
    public void Write(StoreFile file)
    {
        using var writer = StoreWriter.Open(file);
        var detail = End.AddDays(-90);
        List<UsageRecord> batch = [];
        var summed = new NamedCells();
        for (var i = 0; i < count; i++)
        {
            var record = Next(i);
            if (record.StartedAt < detail)
            {
                summed.Add(record);
            }
            else
            {
                batch.Add(record);
            }

            if (i % 4000 == 3999 || i == count - 1)
            {
                writer.Write(batch, summed);
                batch.Clear();
                summed = new();
            }
        }
    }

    /// <summary>Makes the request at a place of the year.</summary>
    public UsageRecord Next(int i)
    {
        var model = Skewed(_models);
        var output = _random.Next(20, 3000);
        var end = _random.NextDouble() switch { < 0.94 => CallEnd.Completed, < 0.97 => CallEnd.Refused, < 0.98 => CallEnd.Failed, _ => CallEnd.Abandoned };
        var reference = ModelRef.TryParse(model, out var parsed) ? parsed : null;
        return new($"req_{i.ToString("x8", CultureInfo.InvariantCulture)}0123456789abcdef", TimeOf(i), UsageOperation.Chat, end)
        {
            Protocol = "messages",
            RequestedModel = model,
            Model = reference,
            IsStream = true,
            Usage = end == CallEnd.Refused ? null : new TokenUsage(_random.Next(3000), _random.Next(100_000), _random.Next(8000), output, output / 3),
            TimeToFirstContent = TimeSpan.FromMilliseconds(200 + (2000 * Math.Pow(_random.NextDouble(), 3))),
            Duration = TimeSpan.FromMilliseconds(2500 + (output * 12)),
            Overhead = TimeSpan.FromMicroseconds(_random.Next(40, 200)),
            Status = end == CallEnd.Refused ? 429 : 200,
            Attempts = 1,
            KeyName = Skewed(_keys),
            Client = Skewed(_clients),
            Session = (ulong)(i / 300 * 4) + (ulong)_random.Next(4),
            Needs = UsageNeeds.Tools,
            EstimatedInput = 9000,
            Plan = $"{model} (first of the priorities) > {_models[0]} (second of the priorities)",
            CatalogRevision = "catalog-7",
            SettingsRevision = "settings-3",
            StatedCosts = model.StartsWith("copilot/", StringComparison.Ordinal) ? [new(reference!, "nano-aiu", output * 1000)] : [],
            Cost = end == CallEnd.Refused ? UsageCost.None : new(null, output * 15_000, CostSource.Table),
        };
    }

    // most requests come between 8 and 18 o'clock
    private DateTimeOffset TimeOf(int i)
    {
        var time = Begin.AddTicks((End - Begin).Ticks / count * i);
        return _random.NextDouble() < 0.7 ? time.Date.AddHours(8 + (10 * _random.NextDouble())) is var day ? new(day, TimeSpan.Zero) : time : time;
    }

    // the first of the values twice as often as the second, and so on
    private string Skewed(string[] values) => values[Math.Min(values.Length - 1, (int)(-Math.Log2(1 - _random.NextDouble()) * values.Length / 8))];
}
