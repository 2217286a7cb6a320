using System.Collections.Immutable;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Copilot;

/// <summary>
/// Counts the costs that a <see cref="CopilotSimulator"/> has sent. An answer counts when the last byte of the event or body with its
/// <c>copilot_usage</c> has been written to the connection; one that breaks off before, and one that the caller leaves before, does not.
/// Raw responses have no cost.
/// </summary>
public sealed class CopilotLedger
{
    private ImmutableList<CopilotCharge> _entries = [];

    internal CopilotLedger()
    {
    }

    /// <summary>Gets every charge, in the order in which they were sent; a copy that does not change.</summary>
    public IReadOnlyList<CopilotCharge> Entries => Volatile.Read(ref _entries);

    /// <summary>Gets the sum of all charges, nano-AIU.</summary>
    public long TotalNanoAiu => Entries.Sum(e => e.NanoAiu);

    internal void Add(CopilotCharge charge) => ImmutableInterlocked.Update(ref _entries, entries => entries.Add(charge));

    internal void Remove(CopilotCharge charge) => ImmutableInterlocked.Update(ref _entries, entries => entries.Remove(charge));

    internal void Clear() => Volatile.Write(ref _entries, []);
}

/// <summary>A charge for one answer.</summary>
/// <param name="RequestId">The <c>X-Request-Id</c> of the request.</param>
/// <param name="Account">The <see cref="CopilotAccount.Login"/> of the account that owes it.</param>
/// <param name="Model">The model that was asked for.</param>
/// <param name="Endpoint">The endpoint, such as <c>/chat/completions</c>.</param>
/// <param name="NanoAiu">The amount, nano-AIU.</param>
/// <param name="Usage">The tokens behind the amount.</param>
/// <param name="SentAt">When it was sent.</param>
public sealed record CopilotCharge(
    string RequestId, string Account, string Model, string Endpoint, long NanoAiu, SimulatedUsage Usage, DateTimeOffset SentAt);
