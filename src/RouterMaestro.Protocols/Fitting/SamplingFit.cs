using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Models.Facts;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Protocols.Fitting;

/// <summary>Leaves the sampling settings out that a model refuses.</summary>
internal static class SamplingFit
{
    // what temperature and top_p are where nothing is said, in every protocol
    private const double Default = 1;

    /// <summary>Returns the request without <c>parallel_tool_calls</c> if the model refuses it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="target">The target of the request.</param>
    /// <param name="losses">Receives the name if it is left out.</param>
    public static ChatRequest WithoutRefusedSwitch(ChatRequest request, RequestTarget target, LossSink losses)
    {
        if (request.ParallelToolCalls is null || target.Facts.ParallelToolCalls != Acceptance.Refused)
        {
            return request;
        }

        losses.Add("parallel_tool_calls");
        return request with { ParallelToolCalls = null };
    }

    /// <summary>Returns the settings that a model takes, and names the others.</summary>
    /// <param name="request">The request.</param>
    /// <param name="target">The target of the request.</param>
    /// <param name="losses">Receives the names of what is left out.</param>
    public static Sampling For(ChatRequest request, RequestTarget target, LossSink losses)
    {
        var (sampling, facts) = (request.Sampling, target.Facts);
        if (ReferenceEquals(facts, ModelFacts.Unknown))
        {
            return sampling;
        }

        var reasons = Reasons(request, target);
        if (sampling.Temperature is { } temperature && IsRefused(facts.Temperature, reasons, temperature == Default))
        {
            losses.Add("temperature");
            sampling = sampling with { Temperature = null };
        }

        if (sampling.TopP is { } topP && IsRefused(facts.TopP, reasons, topP == Default))
        {
            // 1 has no effect, so that nothing is lost with it
            Report(topP != Default, "top_p", losses);
            sampling = sampling with { TopP = null };
        }

        if (sampling.TopK is not null && IsRefused(facts.TopK, reasons, isDefault: false))
        {
            losses.Add("top_k");
            sampling = sampling with { TopK = null };
        }

        if (!sampling.StopSequences.IsEmpty && IsRefused(facts.Stop, reasons, isDefault: false))
        {
            losses.Add("stop");
            sampling = sampling with { StopSequences = [] };
        }

        return sampling is { FrequencyPenalty: null, PresencePenalty: null } || !IsRefused(facts.Penalties, reasons, isDefault: false)
            ? sampling
            : WithoutPenalties(sampling, losses);
    }

    private static Sampling WithoutPenalties(Sampling sampling, LossSink losses)
    {
        Report(sampling.FrequencyPenalty is not (null or 0), "frequency_penalty", losses);
        Report(sampling.PresencePenalty is not (null or 0), "presence_penalty", losses);
        return sampling with { FrequencyPenalty = null, PresencePenalty = null };
    }

    private static bool IsRefused(Acceptance? acceptance, bool reasons, bool isDefault) => acceptance switch
    {
        Acceptance.Refused => true,
        Acceptance.DefaultOnly => !isDefault,
        Acceptance.WithoutReasoning => reasons && !isDefault,
        _ => false,
    };

    // the model's own default decides where the request says nothing
    private static bool Reasons(ChatRequest request, RequestTarget target) => target.Resolve(request.Reasoning) switch
    {
        { Effort: { } effort } => effort != Effort.None,
        { Mode: ReasoningMode.Enabled or ReasoningMode.Adaptive } => true,
        _ => target.Facts.DefaultEffort != "none",
    };

    private static void Report(bool isLost, string field, LossSink losses)
    {
        if (isLost)
        {
            losses.Add(field);
        }
    }
}
