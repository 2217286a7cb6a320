using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RouterMaestro.Application.Ports;
using RouterMaestro.TestKit.Usage;

namespace RouterMaestro.AspNetCore.Tests.Admin;

/// <summary>The routes of recorded usage.</summary>
public sealed class StatsRouteTests : IAsyncLifetime, IDisposable
{
    private static readonly DateTimeOffset _end = new(2026, 11, 30, 14, 30, 0, TimeSpan.Zero);

    private readonly InMemoryUsageStore _store = new();
    private WebApplication _app = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IUsageStore>(_store);
        builder.Services.AddRouterMaestro().AddHttpApi(options => (options.ApiKey, options.AdminKey) = ("sk-rm-1", "sk-rm-admin"));
        _app = builder.Build();
        _app.MapRouterMaestro();
        await _app.StartAsync();
        _client = new HttpClient { BaseAddress = new Uri(_app.Urls.First()), DefaultRequestHeaders = { { "x-api-key", "sk-rm-admin" } } };
        _store.Add(SampleUsage.Records(250, _end, TimeSpan.FromDays(20)));
    }

    [Fact]
    public async Task Pages_hold_every_request_once_the_newest_first()
    {
        List<JsonNode> requests = [];
        string? next = null;
        do
        {
            var page = await GetAsync($"stats/requests?from=2026-11-01&until=2026-12-01&size=60{(next is null ? "" : "&cursor=" + next)}");
            requests.AddRange(page["requests"]!.AsArray().Select(request => request!));
            next = (string?)page["next"];
        }
        while (next is not null);

        Assert.Equal(250, requests.Select(request => (string?)request["request_id"]).Distinct().Count());
        Assert.Equal(250, requests.Count);
        var times = requests.Select(request => DateTimeOffset.Parse((string)request["started_at"]!, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(times.OrderDescending(), times);
        Assert.All(requests.Where(request => (string?)request["cost"]!["source"] == "unknown"), request => Assert.Null(request["cost"]!["counted"]));
        Assert.Equal(
            (long)(await GetAsync("stats?from=2026-11-01&until=2026-12-01"))["totals"]!["cost"]!["counted"]!["nano_dollars"]!,
            requests.Where(request => (string?)request["cost"]!["source"] is "stated" or "table").Sum(request => (long)request["cost"]!["counted"]!["nano_dollars"]!));
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("-1")]
    public async Task A_cursor_of_no_page_is_refused(string cursor)
    {
        using var response = await _client.GetAsync(new Uri("/api/admin/stats/requests?cursor=" + cursor, UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("'cursor' must be the 'next' of another page", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("days=0", "'days' must be a whole number from 1 to 3650, not '0'.")]
    [InlineData("days=3651", "'days' must be a whole number from 1 to 3650, not '3651'.")]
    [InlineData("days=7&days=8", "'days' must be there once.")]
    [InlineData("days=7&from=2026-11-01", "'days' and 'from' are two beginnings: leave one out.")]
    [InlineData("from=yesterday", "'from' must be a day such as 2026-11-30, or a time such as 2026-11-30T14:00:00Z, not 'yesterday'.")]
    [InlineData("by=colour", "'by' must be one of model, provider, key, client, session, day, hour, outcome, weekday-hour, not 'colour'.")]
    [InlineData("providr=openai", "There is no parameter 'providr'; these exist: days, from, until, provider, model, key, zone, by.")]
    [InlineData("from=2026-11-30&until=2026-11-01", "'from' must be before 'until'")]
    [InlineData("from=2010-01-01&until=2026-11-01", "the period must not be longer than 3650 days")]
    [InlineData("from=2026-11-01&until=2026-12-01&provider=opena", "No request was recorded for the provider 'opena'. Did you mean 'openai'? There are: anthropic, github-copilot, lab, openai.")]
    public async Task A_query_that_is_not_valid_says_what_is_wrong(string query, string message)
    {
        using var response = await _client.GetAsync(new Uri("/api/admin/stats?" + query, UriKind.Relative));
        var detail = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["detail"]!;

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(message, detail is JsonObject ? (string?)detail["message"] : (string?)detail);
    }

    [Fact]
    public async Task An_unknown_time_zone_has_a_code_and_an_offset_always_works()
    {
        using var response = await _client.GetAsync(new Uri("/api/admin/stats?zone=Mars/Olympus", UriKind.Relative));

        Assert.Equal("usage_zone_unknown", (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["detail"]!["code"]);
        Assert.Equal("2026-11-29T22:00:00+00:00", (string?)(await GetAsync("stats?zone=%2B02:00&from=2026-11-30&until=2026-12-01"))["from"]);
    }

    [Theory]
    [InlineData("stats")]
    [InlineData("stats/requests")]
    [InlineData("stats/statusline")]
    public async Task Callers_and_HEAD_are_treated_as_on_other_routes(string path)
    {
        using var head = await _client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/api/admin/" + path));
        using var caller = new HttpRequestMessage(HttpMethod.Get, "/api/admin/" + path) { Headers = { { "x-api-key", "sk-rm-1" } } };
        using var stranger = new HttpClient { BaseAddress = _client.BaseAddress };
        using var refused = await stranger.SendAsync(caller);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (head.StatusCode, refused.StatusCode));
        Assert.Equal("no-store", head.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task The_status_line_is_that_of_its_session()
    {
        var line = await GetAsync("stats/statusline?session=nobody");

        Assert.Null(line["last"]);
        Assert.NotNull((await GetAsync("stats/statusline"))["last"]!["model"]);
        Assert.Equal(0, (long)line["today"]!["cost"]!["unknown_requests"]! - (long)(await GetAsync("stats?days=1"))["totals"]!["cost"]!["unknown_requests"]!);
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    public void Dispose() => _client.Dispose();

    private async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await _client.GetStringAsync(new Uri("/api/admin/" + path, UriKind.Relative)))!;
}
