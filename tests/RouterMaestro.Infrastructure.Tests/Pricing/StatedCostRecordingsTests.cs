using System.Globalization;
using System.Text;
using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Pricing;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Infrastructure.Configuration;
using RouterMaestro.Infrastructure.Pricing;
using RouterMaestro.TestKit;

namespace RouterMaestro.Infrastructure.Tests.Pricing;

/// <summary>The costs that providers stated in recordings, beside the prices of the table. This test reads the usage itself, without the codecs.</summary>
public sealed class StatedCostRecordingsTests
{
    private static readonly string[] _pages = ["docs/usage.md", "docs/usage/w15b.part.md"];

    [SharedDataFact]
    public void The_counted_cost_is_the_stated_one_and_the_page_lists_the_table_s_difference()
    {
        var rows = Recordings.Of("openai-compatible", "openai-responses").SelectMany(Read).ToArray();
        Assert.True(rows.Length >= 20, $"{rows.Length} recordings state a cost");
        Assert.All(rows, row => Assert.Equal((CostSource.Stated, row.Stated), (row.Cost.Source, row.Cost.Counted)));

        var page = string.Concat(_pages.Select(path => Path.Combine(Repository.Root, path)).Where(File.Exists).Select(File.ReadAllText));
        var missing = rows.Select(row => row.Text).Distinct().Where(text => !page.Contains(text, StringComparison.Ordinal)).ToArray();
        Assert.True(missing.Length == 0, "The page of usage lacks these rows:\n" + string.Join('\n', missing));
    }

    private static IEnumerable<Row> Read(Recording recording)
    {
        foreach (var document in Documents(recording))
        {
            var root = document.TryGetProperty("response", out var response) && response.ValueKind == JsonValueKind.Object ? response : document;
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object && AmountOf(usage) is { } stated)
            {
                yield return RowOf(recording, root, usage, stated);
            }
        }
    }

    private static Row RowOf(Recording recording, JsonElement root, JsonElement usage, (string Unit, decimal Amount) stated)
    {
        var model = new ModelRef("p", root.GetProperty("model").GetString()!);
        var at = DateTimeOffset.FromUnixTimeSeconds(root.TryGetProperty("created", out var created) || root.TryGetProperty("created_at", out created) ? (long)created.GetDouble() : 1_780_000_000);
        var address = recording.Url is { } url ? new Uri(url, "/v1").AbsoluteUri : stated.Unit == StatedAmounts.UsdTicks ? "https://api.x.ai/v1" : "https://api.perplexity.ai";
        var configuration = new GatewayConfiguration(RoutingSettings.Default, [new(new("p", Modules.Compatible, address, [WireProtocol.OpenAIChat]), Key: null)], [], []);
        var cost = new PriceBook(() => configuration, PriceTableReader.Read).CostOf(model, UsageOf(usage, stated.Unit), [new(model, stated.Unit, stated.Amount)], at);
        var nano = (long)decimal.Round(stated.Amount * (stated.Unit == StatedAmounts.UsdTicks ? 0.1m : NanoDollars.PerDollar));
        var name = Path.GetFileName(recording.File).Split('.')[0].Split("--")[^1];
        var difference = cost.Table is { } table ? table == nano ? "0" : ((decimal)(table - nano) / nano).ToString("+0.0 %;-0.0 %", CultureInfo.InvariantCulture) : "unknown";
        return new(nano, cost, string.Create(CultureInfo.InvariantCulture, $"| {name} | {model.Id} | {nano:N0} | {cost.Table?.ToString("N0", CultureInfo.InvariantCulture) ?? "unknown"} | {difference} |"));
    }

    private static (string Unit, decimal Amount)? AmountOf(JsonElement usage) =>
        usage.TryGetProperty("cost_in_usd_ticks", out var ticks) ? (StatedAmounts.UsdTicks, ticks.GetDecimal())
        : !usage.TryGetProperty("cost", out var cost) ? null
        : cost.ValueKind == JsonValueKind.Number ? (StatedAmounts.Usd, cost.GetDecimal())
        : cost.ValueKind == JsonValueKind.Object && cost.TryGetProperty("total_cost", out var total) ? (StatedAmounts.Usd, total.GetDecimal())
        : null;

    private static TokenUsage UsageOf(JsonElement usage, string unit)
    {
        var (prompt, completion) = (Number(usage, "prompt_tokens", "input_tokens"), Number(usage, "completion_tokens", "output_tokens"));
        var inside = Find(usage, "prompt_tokens_details", "input_tokens_details");
        var (read, written) = (Number(inside, "cached_tokens"), Number(inside, "cache_write_tokens"));
        var reasoning = Number(Find(usage, "completion_tokens_details", "output_tokens_details"), "reasoning_tokens");

        // xAI counts reasoning beside the completion tokens in Chat: recording xai-tool-call
        var output = unit == StatedAmounts.UsdTicks && usage.TryGetProperty("completion_tokens", out _) ? completion : completion - reasoning;
        // for Gemini, OpenRouter names the tokens that it reads as written too: recording test_openrouter_cache_instructions_gemini_real_api
        return new(prompt - read - (read + written > prompt ? 0 : written), read, written, output, reasoning);
    }

    private static JsonElement Find(JsonElement json, params string[] names) =>
        names.Select(name => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : default).FirstOrDefault(value => value.ValueKind != JsonValueKind.Undefined);

    private static long Number(JsonElement json, params string[] names) => Find(json, names) is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : 0;

    private static IEnumerable<JsonElement> Documents(Recording recording)
    {
        var text = Encoding.UTF8.GetString(recording.Body);
        var parts = recording.IsSse ? text.Split('\n').Where(line => line.StartsWith("data:", StringComparison.Ordinal)).Select(line => line["data:".Length..].Trim()) : [text];
        foreach (var part in parts)
        {
            if (part.Contains("\"usage\"", StringComparison.Ordinal) && TryParse(part) is { } document)
            {
                yield return document;
            }
        }
    }

    private static JsonElement? TryParse(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Row(long Stated, UsageCost Cost, string Text);
}
