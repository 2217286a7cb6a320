using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Domain.Usage;

/// <summary>One of the model calls that a provider made for a response.</summary>
/// <param name="Kind">Its part in the response.</param>
/// <param name="Model">The provider's own id of its model; null for the model that was called.</param>
/// <param name="Counts">Its tokens.</param>
internal readonly record struct UsageIteration(UsageIterationKind Kind, string? Model, UsageCounts Counts)
{
    /// <summary>Adds the calls to the usage of their response, whose counts may leave some of them out.</summary>
    /// <param name="usage">The usage of the response.</param>
    /// <param name="iterations">The calls.</param>
    /// <remarks>
    /// Anthropic leaves compactions and advisors out of the counts of the response (recording anthropic-advisor-20260301.1). After a fallback the counts
    /// are those of the model that stepped in (recording anthropic-fallback); what the first one refused before any output costs nothing.
    /// </remarks>
    public static TokenUsage Add(TokenUsage usage, List<UsageIteration> iterations)
    {
        var model = iterations.FindLast(i => i.Kind == UsageIterationKind.Fallback).Model;
        var own = TokenUsage.Zero;
        List<ModelUsage> others = [];
        foreach (var iteration in iterations)
        {
            var used = iteration.Counts.Resolve(UsageConvention.CacheBesideInput) ?? TokenUsage.Zero;
            if (iteration.IsOf(model))
            {
                own = Sum(own, used);
            }
            else if (iteration.Model is { } other && (iteration.Kind != UsageIterationKind.Message || used.Completion > 0))
            {
                var at = others.FindIndex(known => known.Model == other);
                if (at < 0)
                {
                    others.Add(new(other, used));
                }
                else
                {
                    others[at] = new(other, Sum(others[at].Usage, used));
                }
            }
        }

        return Max(usage, own) with { Model = model ?? usage.Model, OtherModels = others.Count == 0 ? usage.OtherModels : others.ToEquatableArray() };
    }

    // a fallback says of every call whose it was
    private bool IsOf(string? model) => Kind != UsageIterationKind.Advisor && (Model is null ? model is null : model is null || Model == model);

    private static TokenUsage Sum(TokenUsage a, TokenUsage b) =>
        new(a.Input + b.Input, a.CacheRead + b.CacheRead, a.CacheWrite + b.CacheWrite, a.Output + b.Output, a.Reasoning + b.Reasoning)
        {
            CacheWriteHour = a.CacheWriteHour + b.CacheWriteHour,
        };

    private static TokenUsage Max(TokenUsage usage, TokenUsage sum)
    {
        // calls state no reasoning of their own
        var output = Math.Max(usage.Completion, sum.Completion);
        var (written, hour) = (Math.Max(usage.CacheWrite + usage.CacheWriteHour, sum.CacheWrite + sum.CacheWriteHour), Math.Max(usage.CacheWriteHour, sum.CacheWriteHour));
        return usage with
        {
            Input = Math.Max(usage.Input, sum.Input),
            CacheRead = Math.Max(usage.CacheRead, sum.CacheRead),
            CacheWrite = written - hour,
            CacheWriteHour = hour,
            Output = output - usage.Reasoning,
        };
    }
}

/// <summary>The part of a model call in a response.</summary>
internal enum UsageIterationKind
{
    /// <summary>It wrote the response, or a part of it.</summary>
    Message,

    /// <summary>It made the conversation shorter.</summary>
    Compaction,

    /// <summary>Another model stepped in for the called one.</summary>
    Fallback,

    /// <summary>Another model gave advice.</summary>
    Advisor,
}
