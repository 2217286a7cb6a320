using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Routing.Pools;

namespace RouterMaestro.Domain.Routing.Plans;

/// <summary>Decides which candidates may serve a call after a failure. Pure: the same plan and failures give the same candidates.</summary>
public static class FallbackRule
{
    /// <summary>Returns the effect of a failure on the later candidates.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="isChosenByCaller">Whether the caller named exactly the candidate that failed.</param>
    public static FallbackVerdict After(UpstreamFailure failure, bool isChosenByCaller)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure.Kind switch
        {
            FailureKind.ContentPolicy or FailureKind.InvalidRequest => FallbackVerdict.Stop,
            FailureKind.ContextOverflow => FallbackVerdict.LargerWindow,

            // a model that the gateway chose and the provider does not know is the operator's mistake, not the caller's
            FailureKind.NotFound => isChosenByCaller ? FallbackVerdict.Stop : FallbackVerdict.Next,
            _ => FallbackVerdict.Next,
        };
    }

    /// <summary>Returns whether a model has a larger context window than one for which a conversation was too long. An unknown window does not count as larger.</summary>
    /// <param name="candidate">The candidate.</param>
    /// <param name="tooSmall">The candidate whose window was too small.</param>
    public static bool HasLargerWindow(Candidate candidate, Candidate tooSmall)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        ArgumentNullException.ThrowIfNull(tooSmall);
        return WindowOf(candidate) > WindowOf(tooSmall);
    }

    /// <summary>Gets the window by which a candidate is compared after a conversation was too long; null when it is not known.</summary>
    /// <param name="candidate">The candidate.</param>
    public static int? WindowOf(Candidate candidate)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        return candidate.Card?.Limits.MaxPromptTokens ?? candidate.Card?.Limits.ContextWindow;
    }

    /// <summary>
    /// Returns whether a failure is more useful to the caller than the earlier one. A failure that only the operator can mend never hides
    /// one that the caller can wait out.
    /// </summary>
    /// <param name="failure">The failure of the later candidate.</param>
    /// <param name="before">The failure so far; null when there is none.</param>
    public static bool IsMoreInformative(UpstreamFailure failure, UpstreamFailure? before)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return before is null || !IsOperators(failure) || IsOperators(before);
    }

    private static bool IsOperators(UpstreamFailure failure) => failure.Kind is FailureKind.Credential or FailureKind.NotFound;
}

/// <summary>The effect of a failure on the later candidates.</summary>
public enum FallbackVerdict
{
    /// <summary>No other candidate is asked: the request itself is at fault.</summary>
    Stop,

    /// <summary>The next candidate is asked.</summary>
    Next,

    /// <summary>The next candidate with a larger context window is asked.</summary>
    LargerWindow,
}
