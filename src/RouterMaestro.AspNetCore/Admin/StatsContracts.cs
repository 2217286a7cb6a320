using System.Globalization;
using System.Text.Json;
using RouterMaestro.Application.Usage;
using RouterMaestro.Application.UsageReports;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Pricing;

namespace RouterMaestro.AspNetCore.Admin;

/// <summary>Makes the contracts of recorded usage.</summary>
internal static class StatsContracts
{
    private const decimal NanoDollarsPerDollar = 1_000_000_000m;

    public static IReadOnlyList<StatsGroupContract> Of(EquatableArray<UsageGroup> groups) => [.. groups.Select(group => new StatsGroupContract(group.Name, Of(group.Totals)))];

    public static StatsTotalsContract Of(UsageTotals totals) => new()
    {
        Requests = totals.Requests,
        Completed = totals.Completed,
        Refused = totals.Refused,
        Failed = totals.Failed,
        Abandoned = totals.Abandoned,
        Fallbacks = totals.Fallbacks,
        Attempts = totals.Attempts,
        SuccessRate = totals.SuccessRate,
        Tokens = new()
        {
            Prompt = totals.Prompt,
            Input = totals.Input,
            CacheRead = totals.CacheRead,
            CacheWrite = totals.CacheWrite,
            CacheWriteHour = totals.CacheWriteHour,
            Output = totals.Output,
            Reasoning = totals.Reasoning,
        },
        CacheHitRate = totals.CacheHitRate,
        Cost = CostOf(totals),
        TimeToFirstContent = Of(totals.TimeToFirstContent),
        Duration = Of(totals.Duration),
        TokensPerSecond = totals.TokensPerSecond,
    };

    public static StatsRequestListContract Of(UsagePage page) => new([.. page.Requests.Select(Of)], page.Next);

    public static StatuslineContract Of(Statusline line) => new()
    {
        Last = line.Last is { Model: { } model } last ? new(model.QualifiedId, last.RequestedModel, last.IsFallback, last.StartedAt) : null,
        Today = new(line.Today.Requests, CostOf(line.Today), line.Today.CacheHitRate),
        Limit = line.Limit is { Limit: { PercentLeft: { } left } limit } found ? new(found.Provider, limit.Name, left, limit.ResetsAt) : null,
    };

    private static StatsCostContract CostOf(UsageTotals totals) => new()
    {
        Counted = Money(totals.Cost),
        Stated = Money(totals.StatedCost),
        Table = Money(totals.TableCost),
        Included = Money(totals.IncludedCost),
        UnknownRequests = totals.UnknownCosts,
        Units = [.. totals.Stated.Select(sum => new StatedSumContract(sum.Unit, Text(sum.Amount)))],
    };

    private static StatsRequestContract Of(UsageRecord record) => new()
    {
        RequestId = record.RequestId,
        StartedAt = record.StartedAt,
        Operation = NameOf(record.Operation),
        Outcome = NameOf(record.End),
        Status = record.Status,
        Failure = record.Failure is { } failure ? NameOf(failure) : null,
        Protocol = record.Protocol,
        RequestedModel = record.RequestedModel,
        Model = record.Model?.QualifiedId,
        IsFallback = record.IsFallback,
        Attempts = record.Attempts,
        FailedAttempts = [.. record.FailedCalls.Select(call => new StatsFailedAttemptContract(call.Model.QualifiedId, NameOf(call.Failure), call.Status, Milliseconds(call.Duration)!.Value))],
        IsStream = record.IsStream,
        Tokens = record.Usage is { } usage ? Of(usage) : null,
        ServiceTier = record.Usage?.ServiceTier,
        IsEstimated = record.IsEstimated,
        IsPartial = record.IsPartial,
        Cost = Of(record.Cost, record.StatedCosts),
        TimeToFirstContent = Milliseconds(record.TimeToFirstContent),
        Duration = Milliseconds(record.Duration)!.Value,
        Overhead = Milliseconds(record.Overhead),
        KeyName = record.Key,
        Client = record.Client,
        Session = record.Session?.ToString("x16", CultureInfo.InvariantCulture),
        Needs = [.. Enum.GetValues<UsageNeeds>().Where(need => need != UsageNeeds.None && record.Needs.HasFlag(need)).Select(NameOf)],
        EstimatedInput = record.EstimatedInput,
        Plan = record.Plan,
        CatalogRevision = record.CatalogRevision,
        SettingsRevision = record.SettingsRevision,
    };

    private static StatsTokensContract Of(TokenUsage usage) => new()
    {
        Prompt = usage.Prompt,
        Input = usage.Input,
        CacheRead = usage.CacheRead,
        CacheWrite = usage.CacheWrite,
        CacheWriteHour = usage.CacheWriteHour,
        Output = usage.Output,
        Reasoning = usage.Reasoning,
    };

    private static StatsRequestCostContract Of(UsageCost cost, EquatableArray<StatedCost> stated) => new(
        NameOf(cost.Source),
        Money(cost.Counted),
        Money(cost.Stated),
        Money(cost.Table),
        [.. stated.GroupBy(part => part.Unit).Select(unit => new StatedSumContract(unit.Key, Text(unit.Sum(part => part.Amount))))]);

    private static StatsPercentilesContract Of(Percentiles percentiles) => new(Milliseconds(percentiles.P50), Milliseconds(percentiles.P95));

    private static MoneyContract? Money(long? nanoDollars) => nanoDollars is { } amount ? Money(amount) : null;

    private static MoneyContract Money(long nanoDollars) => new(nanoDollars, (nanoDollars / NanoDollarsPerDollar).ToString("0.000000000", CultureInfo.InvariantCulture));

    private static string Text(decimal amount) => amount.ToString("0.############################", CultureInfo.InvariantCulture);

    // more digits than a microsecond has would be noise
    private static double? Milliseconds(TimeSpan? time) => time is { } span ? Math.Round(span.TotalMilliseconds, 3) : null;

    private static string NameOf<TValue>(TValue value)
        where TValue : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
