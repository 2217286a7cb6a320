using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Pricing;
using RouterMaestro.Domain.Usage;
using RouterMaestro.TestKit;
using RouterMaestro.TestKit.Usage;

namespace RouterMaestro.Cli.Tests.Stats;

/// <summary>What <c>stats</c> prints is what the store adds up.</summary>
public sealed class StatsTests : IAsyncLifetime
{
    private static readonly string[] _dimensions = ["model", "provider", "key", "client", "session", "day", "hour", "outcome", "weekday-hour"];

    private StatsHome _stats = null!;

    public async Task InitializeAsync() => _stats = await StatsHome.StartAsync();

    [Theory]
    [InlineData("model", UsageDimension.Model)]
    [InlineData("provider", UsageDimension.Provider)]
    [InlineData("key", UsageDimension.Key)]
    [InlineData("client", UsageDimension.Client)]
    [InlineData("session", UsageDimension.Session)]
    [InlineData("day", UsageDimension.Day)]
    [InlineData("hour", UsageDimension.Hour)]
    [InlineData("outcome", UsageDimension.Outcome)]
    [InlineData("weekday-hour", UsageDimension.WeekdayHour)]
    public async Task Sums_of_store_API_and_command_are_equal_to_the_nano_dollar(string name, UsageDimension by)
    {
        Fill(2000, days: 30);
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var from = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.FromHours(1));
        var stored = await _stats.Store.QueryAsync(new(new(from, StatsHome.Now.AddTicks(1)), by, zone), CancellationToken.None);

        var served = JsonNode.Parse(await _stats.Admin.GetStringAsync(new Uri($"/api/admin/stats?days=30&zone=Europe/Berlin&by={name}", UriKind.Relative)))!;
        var printed = JsonNode.Parse(await _stats.RunAsync("stats", "--days", "30", "--by", name, "--json"))!;
        var rows = Rows(await _stats.RunAsync("stats", "--days", "30", "--by", name, "--csv"));

        Assert.True(JsonNode.DeepEquals(served, printed));
        Assert.Equal(Sums(stored.Totals), Sums(printed["totals"]!));
        Assert.Equal(stored.Groups.Select(group => $"{group.Name}: {Sums(group.Totals)}"), printed["groups"]!.AsArray().Select(group => $"{group!["name"]}: {Sums(group["totals"]!)}"));
        Assert.Equal(stored.Groups.Select(group => group.Name), rows.Select(row => row[0]));
        Assert.Equal(stored.Totals.Cost, rows.Sum(row => long.Parse(row[14], CultureInfo.InvariantCulture)));
        Assert.Equal(stored.Totals.Requests, rows.Sum(row => long.Parse(row[1], CultureInfo.InvariantCulture)));
        Assert.Equal(stored.Totals.Cost / 1_000_000_000m, rows.Sum(row => decimal.Parse(row[15], CultureInfo.InvariantCulture)));
        Assert.NotEqual(0, stored.Totals.UnknownCosts);
    }

    [Fact]
    public async Task Without_groups_there_are_models_and_providers()
    {
        Fill(500, days: 7);

        var printed = JsonNode.Parse(await _stats.RunAsync("stats", "--json"))!;

        Assert.Equal((string?)null, (string?)printed["by"]);
        Assert.Equal(4, printed["by_provider"]!.AsArray().Count(group => (string)group!["name"]! != ""));
        Assert.Equal((long)printed["totals"]!["requests"]!, printed["by_model"]!.AsArray().Sum(group => (long)group!["totals"]!["requests"]!));
    }

    [Fact]
    public async Task Today_begins_at_midnight_of_the_user()
    {
        _stats.Store.Add(Simple(1, StatsHome.Now.AddHours(-15).AddMinutes(-31)), Simple(2, StatsHome.Now.AddHours(-15).AddMinutes(-29)));

        Assert.Equal(1, Requests(await _stats.RunAsync("stats", "-d", "1", "--json")));
        Assert.Equal(2, Requests(await _stats.RunAsync("stats", "-d", "1", "--zone", "UTC", "--days", "2", "--json")));
        Assert.Equal("2026-11-29T23:00:00+00:00", (string?)JsonNode.Parse(await _stats.RunAsync("stats", "-d", "1", "--json"))!["from"]);
    }

    [Fact]
    public async Task Filters_find_names_in_any_case_and_models_without_their_provider()
    {
        Fill(400, days: 7);

        var whole = JsonNode.Parse(await _stats.RunAsync("stats", "--model", "OPENAI/GPT-5.1", "--json"))!["totals"]!;
        var bare = JsonNode.Parse(await _stats.RunAsync("stats", "-m", "gpt-5.1", "-p", "OpenAI", "--json"))!["totals"]!;
        var key = JsonNode.Parse(await _stats.RunAsync("stats", "--key", "ci", "--by", "key", "--json"))!;

        Assert.InRange((long)whole["requests"]!, 1, 399);
        Assert.True(JsonNode.DeepEquals(whole, bare));
        Assert.Equal("ci", (string?)Assert.Single(key["groups"]!.AsArray())!["name"]);
    }

    [Theory]
    [InlineData("No request was recorded for the provider 'opnai'. Did you mean 'openai'? There are: anthropic, github-copilot, lab, openai.", "--provider", "opnai")]
    [InlineData("No request was recorded for the model 'gpt-5'. Did you mean 'openai/gpt-5.1'? There are: ", "--model", "gpt-5")]
    [InlineData("No request was recorded for the key 'zz'. There are: =cmd|\"x\", y, ci, gateway.", "--key", "zz")]
    public async Task An_unknown_name_gives_the_names_that_there_are(string error, params string[] filter)
    {
        Fill(400, days: 7);

        Assert.Equal(1, await _stats.Home.RunAsync(["stats", .. filter]));
        Assert.Contains(error, Assert.Single(_stats.Home.Error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--days takes a number from 1 to 3650, not 0.", "--days", "0")]
    [InlineData("--days takes a number from 1 to 3650, not 3651.", "-d", "3651")]
    [InlineData("--days takes a whole number, not 'x'.", "-d", "x")]
    [InlineData("--by takes one of model, provider, key, client, session, day, hour, outcome, weekday-hour, not 'modle'. Did you mean 'model'?", "--by", "modle")]
    [InlineData("--json and --csv are two forms", "--json", "--csv")]
    [InlineData("--heatmap is drawn", "--heatmap", "--json")]
    [InlineData("--provider must not be empty.", "--provider", "")]
    [InlineData("'wach' is not 'watch', the only word that this command takes. Did you mean 'watch'?", "wach")]
    [InlineData("'watch' draws, without --json and --csv.", "watch", "--json")]
    public async Task Wrong_options_give_one_line_and_code_2(string line, params string[] args)
    {
        Assert.Equal(2, await _stats.Home.RunAsync(["stats", .. args]));
        Assert.Contains(line, Assert.Single(_stats.Home.Error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_requests_are_one_friendly_sentence()
    {
        const string Sentence = "No requests were recorded in the last 7 days: send some through 'router-maestro server start', or look further back with --days.";

        Assert.Equal(Sentence, (await _stats.RunAsync("stats")).Trim());
        Assert.Equal(Sentence.Replace(" 7 ", " 365 ", StringComparison.Ordinal), (await _stats.RunAsync("stats", "--heatmap")).Trim());
        Assert.Equal(0, Requests(await _stats.RunAsync("stats", "--json")));
        Assert.StartsWith("model,requests,", await _stats.RunAsync("stats", "--csv"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_store_the_error_says_so()
    {
        await _stats.DisposeAsync();
        _stats = await StatsHome.StartAsync(hasStore: false);

        Assert.Equal(1, await _stats.Home.RunAsync("stats"));
        Assert.Contains("Usage is not recorded: ", _stats.Home.Error, StringComparison.Ordinal);
        Assert.Contains("--no-usage", Assert.Single(_stats.Home.Error.Trim().Split('\n')), StringComparison.Ordinal);
        using var response = await _stats.Admin.GetAsync(new Uri("/api/admin/stats", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
    }

    [Fact]
    public async Task Costs_that_are_not_known_are_never_zero()
    {
        _stats.Store.Add(Simple(1, StatsHome.Now.AddHours(-1)) with { Model = new ModelRef("lab", "q"), Cost = new(null, null, CostSource.Unknown) });

        var text = await _stats.RunAsync("stats");

        Assert.Matches(@"(?m)^Cost +unknown: ", text);
        Assert.Contains("1 request of unknown cost, not counted", text, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^lab/q .* unknown +1 ", text);
    }

    [Fact]
    public async Task Values_with_commas_and_quotes_are_quoted()
    {
        Fill(300, days: 7);

        var csv = await _stats.RunAsync("stats", "--by", "key", "--csv");

        Assert.Contains("\r\n\"=cmd|\"\"x\"\", y\",", csv, StringComparison.Ordinal);
        Assert.EndsWith("\r\n", csv, StringComparison.Ordinal);
        Assert.All(Rows(csv), row => Assert.Equal(25, row.Length));
    }

    [Fact]
    public async Task The_command_prints_every_group_that_it_takes()
    {
        Fill(300, days: 7);
        foreach (var by in _dimensions)
        {
            Assert.Matches($"(?m)^{char.ToUpperInvariant(by[0]) + by[1..]} +Requests ", await _stats.RunAsync("stats", "--by", by));
        }
    }

    [Fact]
    public async Task Output_without_a_terminal_is_plain_and_watch_prints_once()
    {
        Fill(300, days: 7);

        var text = await _stats.RunAsync("stats", "watch");

        Assert.DoesNotContain('\u001b', text);
        Assert.Equal("'watch' needs a terminal; this is one report.", _stats.Home.Error.Trim());
        Assert.Equal(text, await _stats.RunAsync("stats"));
    }

    [Fact]
    public async Task The_heatmap_is_in_ASCII_without_a_terminal_or_with_NO_COLOR_and_otherwise_in_256_colours()
    {
        _stats.Store.Add(Enumerable.Range(1, 4).SelectMany(day => Enumerable.Range(0, day).Select(number => Simple((day * 10) + number, StatsHome.Now.AddDays(1 - day)))));

        var plain = await _stats.RunAsync("stats", "--heatmap", "--days", "14");
        _stats.Home.IsTerminal = true;
        var colored = await _stats.RunAsync("stats", "--heatmap", "--days", "14");
        var chosen = await _stats.RunAsync("stats", "--heatmap", "--days", "14", "--no-color");
        _stats.Home.Variables["NO_COLOR"] = "1";

        Assert.Equal(plain, chosen);
        Assert.Equal(plain, await _stats.RunAsync("stats", "--heatmap", "--days", "14"));
        Assert.Contains("\nMon    . -\n", plain.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("\nFri  . #\n", plain.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains(". none  - 1  + 2  * 3  # 4", plain, StringComparison.Ordinal);
        Assert.All(plain, letter => Assert.True(letter < 128));
        Assert.Contains("\u001b[38;5;40m■", colored, StringComparison.Ordinal);
        Assert.All(colored.Split('\n'), line => Assert.InRange(Regex.Replace(line, "\u001b\\[[0-9;]*m", "").Length, 0, 80));
    }

    [Fact]
    public async Task The_heatmap_says_what_is_unknown()
    {
        _stats.Store.Add(Simple(1, StatsHome.Now) with { Cost = new(null, null, CostSource.Unknown) });
        Assert.Contains("1 request, cost unknown\n", (await _stats.RunAsync("stats", "--heatmap")).ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_draws_in_place_until_it_is_stopped()
    {
        Fill(300, days: 7);
        _stats.Home.IsTerminal = true;
        using var stop = new CancellationTokenSource();

        var watch = _stats.Home.RunAsync(["stats", "watch"], stop.Token);
        await RealTime.UntilAsync(() => _stats.Home.Out.Contains("Ctrl-C ends", StringComparison.Ordinal));
        var before = _stats.Home.Out.Length;
        await RealTime.UntilAsync(() =>
        {
            // the wait may begin a moment after the report is drawn
            ((FakeTimeProvider)_stats.Home.Clock).Advance(TimeSpan.FromSeconds(1));
            return _stats.Home.Out[before..].Contains("Ctrl-C ends", StringComparison.Ordinal);
        });
        await stop.CancelAsync();

        Assert.Equal(143, await watch);
        Assert.StartsWith("\u001b[?1049h", _stats.Home.Out, StringComparison.Ordinal);
        Assert.Contains("\u001b[?1049l", _stats.Home.Out, StringComparison.Ordinal);
        Assert.StartsWith("\u001b[H", _stats.Home.Out[before..], StringComparison.Ordinal);
    }

    public async Task DisposeAsync() => await _stats.DisposeAsync();

    private static long Requests(string json) => (long)JsonNode.Parse(json)!["totals"]!["requests"]!;

    private static string Sums(UsageTotals totals) => string.Join(
        ' ',
        [
            totals.Requests, totals.Completed, totals.Refused, totals.Failed, totals.Abandoned, totals.Input, totals.CacheRead, totals.CacheWrite, totals.CacheWriteHour, totals.Output, totals.Reasoning,
            totals.Cost, totals.StatedCost, totals.TableCost, totals.IncludedCost, totals.UnknownCosts, .. totals.Stated.Select(sum => sum.Amount.ToString("0.##", CultureInfo.InvariantCulture)),
        ]);

    private static string Sums(JsonNode totals)
    {
        var (tokens, cost) = (totals["tokens"]!, totals["cost"]!);
        return string.Join(' ', new[]
        {
            totals["requests"], totals["completed"], totals["refused"], totals["failed"], totals["abandoned"],
            tokens["input"], tokens["cache_read"], tokens["cache_write"], tokens["cache_write_1h"], tokens["output"], tokens["reasoning"],
            cost["counted"]!["nano_dollars"], cost["stated"]!["nano_dollars"], cost["table"]!["nano_dollars"], cost["included"]!["nano_dollars"], cost["unknown_requests"],
        }.Concat(cost["units"]!.AsArray().Select(unit => unit!["amount"])));
    }

    private static string[][] Rows(string csv) => [.. csv.TrimEnd().Split("\r\n").Skip(1).Select(line => line.StartsWith('"')
        ? line.LastIndexOf('"') is var end ? [line[1..end].Replace("\"\"", "\"", StringComparison.Ordinal), .. line[(end + 2)..].Split(',')] : []
        : line.Split(','))];

    private static UsageRecord Simple(int number, DateTimeOffset at) =>
        new($"r{number}", at, UsageOperation.Chat, CallEnd.Completed) { Model = new ModelRef("openai", "gpt-5.1"), Duration = TimeSpan.FromSeconds(1) };

    private void Fill(int count, int days) => _stats.Store.Add(SampleUsage.Records(count, StatsHome.Now, TimeSpan.FromDays(days - 1)));
}
