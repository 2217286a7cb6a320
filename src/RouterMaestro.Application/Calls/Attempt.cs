using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Application.Calls;

/// <summary>How a call to one candidate went. The family is closed.</summary>
public abstract record Attempt
{
    private Attempt()
    {
    }

    /// <summary>Gets why earlier tries at the same candidate failed; none when the first try decided.</summary>
    public EquatableArray<UpstreamFailure> Earlier { get; init; } = [];

    /// <summary>Gets how many requests were sent to the candidate.</summary>
    public int Attempts => Earlier.Count + 1;

    /// <summary>The candidate answers: its first content, or the whole answer, is there.</summary>
    /// <param name="Response">The answer.</param>
    public sealed record Committed(ProviderResponse Response) : Attempt;

    /// <summary>The candidate failed before its first content, so that another may answer.</summary>
    /// <param name="Failure">Why.</param>
    public sealed record Failed(UpstreamFailure Failure) : Attempt;
}
