using System.Text;
using RouterMaestro.Application.Outcomes;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Pricing;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Routing.Pools;
using RouterMaestro.Domain.Usage;

namespace RouterMaestro.Application.Usage;

/// <summary>Makes records of the outcomes of calls.</summary>
internal static class UsageRecords
{
    private const long MaxTokens = 10_000_000_000;
    private const long MaxNanoDollars = 100_000 * NanoDollars.PerDollar;
    private const decimal MaxStated = 1_000_000_000_000_000_000m;

    /// <summary>Makes a record.</summary>
    /// <param name="outcome">The outcome.</param>
    /// <param name="cost">The cost.</param>
    /// <param name="session">The keyed hash of the client's session; null if the client named none.</param>
    public static UsageRecord Of(CallOutcome outcome, UsageCost cost, ulong? session)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        var operation = OperationOf(outcome);
        var isPlausible = IsPlausible(outcome, cost);
        return new(outcome.RequestId, outcome.StartedAt, operation, outcome.End)
        {
            Protocol = outcome.Caller?.Name,
            RequestedModel = outcome.Facts.Model,
            Model = outcome.Model,
            IsStream = outcome.Facts.Stream,
            Usage = isPlausible ? UsageOf(outcome, operation) : null,
            IsEstimated = outcome.IsEstimated,
            IsPartial = outcome.End is CallEnd.Failed or CallEnd.Abandoned,
            TimeToFirstContent = outcome.TimeToFirstContent,
            Duration = outcome.Duration,
            Overhead = outcome.Overhead,
            Status = outcome.Status,
            Failure = outcome.Failure?.Kind ?? outcome.Error?.Upstream?.Kind,
            Attempts = outcome.Attempts,
            IsFallback = outcome.Provider is not null && IsFallback(outcome),
            KeyName = outcome.Identity,
            Client = outcome.UserAgent is { Length: > 0 } agent ? ClientNames.Of(agent) : null,
            Session = session,
            Needs = NeedsOf(outcome.Facts),
            EstimatedInput = operation == UsageOperation.Chat ? RequestNeeds.Of(outcome.Facts).Bytes / RequestNeeds.DefaultBytesPerToken : 0,
            Plan = PlanOf(outcome.Plan),
            CatalogRevision = outcome.CatalogRevision,
            SettingsRevision = outcome.SettingsRevision,
            FailedCalls = outcome.FailedCalls,
            StatedCosts = isPlausible ? outcome.StatedCosts : [],
            Cost = isPlausible ? cost : new(null, null, CostSource.Unknown),
        };
    }

    // figures that no request can have are a fault of the provider's, and would spoil every sum
    private static bool IsPlausible(CallOutcome outcome, UsageCost cost) =>
        !(cost.Stated > MaxNanoDollars) && !(cost.Table > MaxNanoDollars)
        && outcome.Usage is not { Input: > MaxTokens } and not { CacheRead: > MaxTokens } and not { CacheWrite: > MaxTokens } and not { CacheWriteHour: > MaxTokens }
            and not { Output: > MaxTokens } and not { Reasoning: > MaxTokens }
        && !outcome.StatedCosts.Any(stated => stated.Amount > MaxStated);

    // a model that was named and whose circuit is open is replaced without an attempt
    private static bool IsFallback(CallOutcome outcome) =>
        outcome.FailedCalls is [var first, ..] ? first.Model != outcome.Model
        : outcome.Plan is { } plan && plan.Skipped.Any(skipped =>
            skipped.ReasonCode is SkipReason.CircuitOpen or SkipReason.ProbeInFlight && skipped.Model.QualifiedId.Equals(outcome.Facts.Model, StringComparison.OrdinalIgnoreCase));

    private static UsageOperation OperationOf(CallOutcome outcome) => outcome.IsCount ? UsageOperation.Count : outcome.Facts.Operation switch
    {
        CallOperation.Embeddings => UsageOperation.Embeddings,
        CallOperation.StoredResponse => UsageOperation.StoredResponse,
        _ => UsageOperation.Chat,
    };

    // a count uses no tokens, and a stored response used them when it was made
    private static TokenUsage? UsageOf(CallOutcome outcome, UsageOperation operation) =>
        operation is UsageOperation.Chat or UsageOperation.Embeddings ? outcome.Usage : null;

    private static UsageNeeds NeedsOf(RequestFacts facts) =>
        (facts.HasTools ? UsageNeeds.Tools : 0)
        | (facts.HasImages ? UsageNeeds.Images : 0)
        | (facts.WantsSchema ? UsageNeeds.Schema : 0)
        | (facts.WantsReasoning ? UsageNeeds.Reasoning : 0);

    // provider/model (reason) > provider/model (reason); skipped: provider/model (reason), …
    private static string PlanOf(RoutePlan? plan)
    {
        if (plan is null)
        {
            return "";
        }

        var text = new StringBuilder();
        foreach (var candidate in plan.Candidates)
        {
            text.Append(text.Length > 0 ? " > " : "").Append(candidate.Model.QualifiedId).Append(" (").Append(candidate.Reason).Append(')');
        }

        var separator = text.Length > 0 ? "; skipped: " : "skipped: ";
        foreach (var skipped in plan.Skipped)
        {
            text.Append(separator).Append(skipped.Model.QualifiedId).Append(" (").Append(skipped.Reason).Append(')');
            separator = ", ";
        }

        return text.ToString();
    }
}
