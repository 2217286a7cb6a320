using System.Text.Json;
using RouterMaestro.Application.Routing;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Routing.Pools;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.AspNetCore.Admin;

/// <summary>Makes the contracts of an explained route.</summary>
internal static class RouteContracts
{
    public static RouteContract Of(RouteExplanation explanation)
    {
        var plan = explanation.Plan;
        return new()
        {
            Model = explanation.Facts.Model,
            Resolution = plan.Resolution,
            ModelMatch = plan.FuzzyMatch is null ? null : "fuzzy",
            Strategy = plan.Strategy,
            PolicyError = plan.PolicyError,
            MaxCandidates = Math.Min(plan.MaxCandidates, 1 + RoutingSettings.MaxRetriesLimit),
            OnLoss = NameOf(explanation.Settings.OnLoss),
            Request = Of(explanation.Facts),
            Candidates = [.. explanation.Steps.Select((step, index) => Of(step, isReserve: index >= plan.MaxCandidates))],
            AfterOverflow = new()
            {
                Rule = "after a conversation that was too long, only candidates with a known larger window are asked",
                Candidates = [.. explanation.AfterOverflow.Select(candidate => candidate.Model.QualifiedId)],
            },
            Skipped = [.. plan.Skipped.Select(Of)],
            Keepalive = new() { First = explanation.Settings.Keepalive.First, Every = explanation.Settings.Keepalive.Every },
            Error = plan.Error is { } error ? new() { Status = error.Status, Message = error.Message } : null,
        };
    }

    private static RouteRequestContract Of(RequestFacts facts) => new()
    {
        Operation = NameOf(facts.Operation),
        Stream = facts.Stream,
        Tools = facts.HasTools,
        Images = facts.HasImages,
        Reasoning = facts.WantsReasoning,
        Schema = facts.WantsSchema,
        Bytes = facts.Size,
    };

    private static RouteStepContract Of(RouteStep step, bool isReserve)
    {
        var call = step.Call;
        return new()
        {
            Model = call.Candidate.Model.QualifiedId,
            Reason = call.Candidate.Reason,
            IsProbe = call.Candidate.IsProbe,
            IsReserve = isReserve,
            Protocol = call.Protocol.Name,
            IsPassthrough = call.IsPassthrough,
            TranslatedBecause = call.IsPassthrough ? null : NameOf(call.Translation),
            Window = FallbackRule.WindowOf(call.Candidate),
            Commit = call.Commit == CommitMode.Complete ? "complete" : "first-content",
            Dropped = step.Losses is { } losses ? [.. losses] : null,
            Facts = step.Facts is { IsEmpty: false } facts ? facts.ToDictionary(fact => fact.Name, fact => fact.Value) : null,
            Refusal = step.Refusal?.Message,
            Reasoning = new() { Budget = call.Reasoning.Budget, IsAutomatic = call.Reasoning.IsAutomatic },
            Health = HealthContracts.Of(step.Health),
            Timeouts = Of(call.Limits),
        };
    }

    private static TimeoutsContract Of(TimeLimits limits) => new()
    {
        Connect = limits.Connect,
        ResponseHeaders = limits.ResponseHeaders,
        FirstContent = limits.FirstContent,
        Idle = limits.Idle,
        Silence = limits.Silence,
        Total = limits.Total,
        Unstreamed = limits.Unstreamed,
    };

    private static SkippedContract Of(SkippedCandidate skipped) => new()
    {
        Model = skipped.Model.QualifiedId,
        Why = NameOf(skipped.ReasonCode),
        Reason = skipped.Reason,
        Until = skipped.Until,
    };

    private static string NameOf<TValue>(TValue value)
        where TValue : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
