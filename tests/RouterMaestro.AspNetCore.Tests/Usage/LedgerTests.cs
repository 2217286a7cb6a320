using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Health;
using RouterMaestro.Domain.Usage;
using RouterMaestro.Testing.Simulation;
using Xunit.Abstractions;

namespace RouterMaestro.AspNetCore.Tests.Usage;

/// <summary>
/// The law of usage: what the store holds is what was sent, whatever becomes of the calls. <c>ROUTER_MAESTRO_LEDGER_REQUESTS</c> sets their number.
/// </summary>
public sealed partial class LedgerTests(ITestOutputHelper output)
{
    private const int Seed = 15;
    private const int Workers = 32;
    private const int Round = 5000;
    private const int PageSize = 1000;

    private static readonly int _count =
        int.TryParse(Environment.GetEnvironmentVariable("ROUTER_MAESTRO_LEDGER_REQUESTS"), CultureInfo.InvariantCulture, out var count) ? count : 2000;

    private static readonly UsageFilter _all = new(DateTimeOffset.UnixEpoch.AddYears(30), DateTimeOffset.UnixEpoch.AddYears(200));

    [Fact]
    public async Task Store_holds_each_request_once_and_its_sums_are_those_of_the_ledger()
    {
        await using var gateway = await UsageGateway.StartAsync(Ledger.Priorities, LedgerCall.Prices, router => router.Services.AddSingleton<IHealthStore, ClosedCircuits>());
        var began = Stopwatch.GetTimestamp();
        var (calls, simulated) = await RunAsync(gateway);
        await gateway.StopAsync();
        var elapsed = Stopwatch.GetElapsedTime(began);

        CheckEach(calls, await ListAsync(gateway.Store));
        await CheckSumsAsync(calls, gateway.Store);
        var totals = Ledger.Sum(calls);
        Assert.Equal(simulated, totals.Stated.Single().Amount);
        Assert.InRange(calls.Count(call => call.End != CallEnd.Completed || call.Attempts > 1), _count * 3 / 10, _count / 2);
        output.WriteLine($"{_count} requests in {elapsed.TotalSeconds:F1} s: {totals}");
    }

    private static async Task<(LedgerCall[] Calls, long NanoAiu)> RunAsync(UsageGateway gateway)
    {
        var calls = new ConcurrentDictionary<int, LedgerCall>();
        var simulated = 0L;
        var next = 0;
        for (var end = Math.Min(Round, _count); next < _count; end = Math.Min(end + Round, _count))
        {
            // the simulators remember each request: in rounds they forget them
            gateway.Copilot.Reset();
            gateway.Upstream.Reset();
            gateway.Copilot.Reply(request => calls[NumberOf(request)].Next("github-copilot", request));
            gateway.Upstream.Reply(request => calls[NumberOf(request)].Next(ProviderOf(request), request));
            await Parallel.ForEachAsync(Enumerable.Range(next, end - next), new ParallelOptions { MaxDegreeOfParallelism = Workers }, async (number, _) =>
            {
                var call = calls[number] = Ledger.Write(Seed, number);
                await SendAsync(gateway.Client, call);
            });
            next = end;
            simulated += gateway.Copilot.Ledger.TotalNanoAiu;
        }

        return ([.. calls.OrderBy(call => call.Key).Select(call => call.Value)], simulated);
    }

    private static async Task SendAsync(HttpClient client, LedgerCall call)
    {
        using var request = call.Caller.Ask(call.Body);
        request.Headers.Add("x-request-id", $"call-{call.Number}-");
        using var leaving = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        _ = call.Silence.Task.ContinueWith(_ => leaving.CancelAsync(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, leaving.Token);
            await using var body = await response.Content.ReadAsStreamAsync(leaving.Token);
            using var reader = new StreamReader(body);
            while (await reader.ReadLineAsync(leaving.Token) is { } line)
            {
                if (call.LeavesAt is { } mark && line.Contains(mark, StringComparison.Ordinal))
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

    // a difference is easier to read in one request than in the sums
    private static void CheckEach(LedgerCall[] calls, List<UsageRecord> records)
    {
        Assert.Equal(calls.Length, records.Count);
        Assert.Equal(calls.Length, records.Select(record => record.RequestId).Distinct().Count());
        var byId = records.ToDictionary(record => record.RequestId);
        var differences = calls
            .Select(call => (Call: call, Expected: LineOf(call), Actual: LineOf(byId[$"call-{call.Number}-"])))
            .Where(line => line.Expected != line.Actual)
            .Select(line => $"{line.Call}\n  sent     {line.Expected}\n  recorded {line.Actual}")
            .ToList();
        Assert.True(differences.Count == 0, $"{differences.Count} differ:\n{string.Join('\n', differences.Take(20))}");
    }

    private static string LineOf(LedgerCall call) =>
        $"{call.End} {call.Served} {call.Attempts} {call.IsFallback} {call.Caller.Name} {call.Tokens} {call.NanoAiu} {Ledger.CostOf(call)}";

    private static string LineOf(UsageRecord record) => $"{record.End} {record.Model?.QualifiedId} {record.Attempts} {record.IsFallback} {record.Protocol} "
        + $"{(record.Usage is null ? null : record.Usage with { ServiceTier = null })} {(record.StatedCosts.IsEmpty ? null : (long)record.StatedCosts.Sum(cost => cost.Amount))} {record.Cost}";

    private static async Task CheckSumsAsync(LedgerCall[] calls, IUsageStore store)
    {
        foreach (var (by, name) in new (UsageDimension, Func<LedgerCall, string>)[]
        {
            (UsageDimension.Model, call => call.Served ?? ""),
            (UsageDimension.Provider, call => call.Served?.Split('/')[0] ?? ""),
            (UsageDimension.Outcome, call => call.End.ToString().ToLowerInvariant()),
            (UsageDimension.Key, _ => "gateway"),
        })
        {
            var report = await store.QueryAsync(new(_all, by, TimeZoneInfo.Utc), CancellationToken.None);
            Assert.Equal(Ledger.Sum(calls), Counts(report.Totals));
            var expected = calls.GroupBy(name).ToDictionary(group => group.Key, Ledger.Sum);
            Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), report.Groups.Select(group => group.Name).Order(StringComparer.Ordinal));
            Assert.All(report.Groups, group => Assert.Equal(expected[group.Name], Counts(group.Totals)));
        }
    }

    // times are the machine's
    private static UsageTotals Counts(UsageTotals totals) => totals with { TimeToFirstContent = default, Duration = default, TokensPerSecond = null };

    private static async Task<List<UsageRecord>> ListAsync(IUsageStore store)
    {
        List<UsageRecord> records = [];
        string? cursor = null;
        do
        {
            var page = await store.ListAsync(_all, cursor, PageSize, CancellationToken.None);
            records.AddRange(page.Requests);
            cursor = page.Next;
        }
        while (cursor is not null);

        return records;
    }

    private static int NumberOf(ReceivedRequest request) =>
        int.Parse(Number.Match(Encoding.UTF8.GetString(request.Body.Span)).Groups[1].Value, CultureInfo.InvariantCulture);

    private static string ProviderOf(ReceivedRequest request) => request.Model switch
    {
        "alpha" => "chat",
        "beta" => "responses",
        _ => "messages",
    };

    [GeneratedRegex(@"call-(\d+)-")]
    private static partial Regex Number { get; }

    /// <summary>Circuits that never open: which models a call tries is then the script's alone.</summary>
    private sealed class ClosedCircuits : IHealthStore
    {
        public HealthSnapshot Current => HealthSnapshot.Clear;

        public DateTimeOffset Now => TimeProvider.System.GetUtcNow();

        public IReadOnlyDictionary<string, RecordedFailure> LastFailures { get; } = new Dictionary<string, RecordedFailure>();

        public long TryClaim(in HealthKeys keys) => 0;

        public void Begin(in AttemptContext context)
        {
        }

        public void Complete(in AttemptContext context)
        {
        }

        public void Release(in AttemptContext context)
        {
        }

        public void Fail(in AttemptContext context, UpstreamFailure failure, bool isSlowProbe = false)
        {
        }
    }
}
