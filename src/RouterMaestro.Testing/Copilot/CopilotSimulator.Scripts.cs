using System.Collections.Immutable;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Copilot;

/// <content>Which step serves which request, and the requests.</content>
public sealed partial class CopilotSimulator
{
    private readonly StepScript _script = new();
    private ImmutableList<SimulatorRule> _rules = [];

    /// <summary>Gets every request received so far, those to GitHub included, in order of arrival; a copy that does not change.</summary>
    public IReadOnlyList<ReceivedRequest> Requests => _log.Requests;

    /// <summary>Gets those of <see cref="Requests"/> that ask a model for an answer.</summary>
    public IReadOnlyList<ReceivedRequest> Calls => [.. _log.Requests.Where(r => r.Operation == SimulatedOperation.Generate)];

    /// <summary>Gets the rule for starts of logins, <c>POST /login/device/code</c>; it has no effect until a step is set on it.</summary>
    public SimulatorRule DeviceCode { get; }

    /// <summary>Gets the rule for polls of logins, <c>POST /login/oauth/access_token</c>; it has no effect until a step is set on it.</summary>
    public SimulatorRule LoginPoll { get; }

    /// <summary>
    /// Gets the rule for token exchanges, <c>GET /copilot_internal/v2/token</c>; it has no effect until a step is set on it. A step serves only
    /// requests that would not be refused.
    /// </summary>
    public SimulatorRule TokenExchange { get; }

    /// <summary>Gets the rule for the account endpoint, <c>GET /copilot_internal/user</c>; it has no effect until a step is set on it.</summary>
    public SimulatorRule AccountInfo { get; }

    /// <summary>Sets the step for every request for an answer that neither a rule nor an enqueued step serves.</summary>
    /// <param name="step">The step.</param>
    public void Reply(SimulatedStep step) => Reply(_ => step);

    /// <summary>Sets the step for every request for an answer that neither a rule nor an enqueued step serves, made from the request.</summary>
    /// <param name="step">Makes the step.</param>
    public void Reply(Func<ReceivedRequest, SimulatedStep> step) => _script.SetDefault(step);

    /// <summary>Adds steps, each for one request for an answer, in order. A request that is refused takes none.</summary>
    /// <param name="steps">The steps.</param>
    public void Enqueue(params IEnumerable<SimulatedStep> steps) => _script.Enqueue(steps);

    /// <summary>Adds a rule for the requests for an answer that meet a condition. The first rule that has a step serves.</summary>
    /// <param name="condition">The condition.</param>
    /// <returns>The rule; it has no effect until a step is set on it.</returns>
    public SimulatorRule When(Func<ReceivedRequest, bool> condition) =>
        Add(request => request.Operation == SimulatedOperation.Generate && condition(request));

    /// <summary>Adds a rule for all API requests of one kind, such as the catalog.</summary>
    /// <param name="operation">The kind.</param>
    /// <returns>The rule; it has no effect until a step is set on it.</returns>
    public SimulatorRule When(SimulatedOperation operation) => Add(request => request.Operation == operation);

    /// <summary>Waits until so many requests have arrived in all, those to GitHub included.</summary>
    /// <param name="count">The number, from 1.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>The last of them.</returns>
    /// <exception cref="OperationCanceledException">They did not arrive in time.</exception>
    public async Task<ReceivedRequest> WaitForRequestAsync(int count = 1, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var request = await _log.WaitAsync(count, cancellation).ConfigureAwait(false);
        await request.Decided.WaitAsync(cancellation).ConfigureAwait(false);
        return request;
    }

    /// <summary>Answers every request with a fault, GitHub's included, whatever rules and enqueued steps say; they are kept for after.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="duration">How long, by the clock of the options; null: until <see cref="ComeBack"/>.</param>
    public void GoDown(SimulatedStep fault, TimeSpan? duration = null) => _outage.Begin(fault, duration);

    /// <summary>Ends what <see cref="GoDown"/> began, at once.</summary>
    public void ComeBack() => _outage.End();

    /// <summary>Closes the port, as a server that has died: open connections are reset, new ones refused.</summary>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>A task that ends when connections are refused.</returns>
    public Task RefuseConnectionsAsync(CancellationToken cancellation = default) => Server.CloseAsync(cancellation);

    /// <summary>Opens the port that <see cref="RefuseConnectionsAsync"/> closed, under the same addresses.</summary>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>A task that ends when connections are accepted.</returns>
    /// <exception cref="IOException">Another process has taken the port.</exception>
    public Task AcceptConnectionsAsync(CancellationToken cancellation = default) => Server.OpenAsync(cancellation);

    /// <summary>
    /// Forgets all requests, rules added by <see cref="When(SimulatedOperation)"/> and its like, enqueued steps, the reply, outages and the
    /// ledger. Accounts, tokens, logins, models and the members that can be set stay; requests under way go on.
    /// </summary>
    public void Reset()
    {
        ImmutableInterlocked.Update(ref _rules, rules => rules.Clear());
        foreach (var rule in StandingRules)
        {
            rule.ComeBack();
            rule.Script.Clear();
        }

        _script.Clear();
        _outage.End();
        _log.Clear();
        Ledger.Clear();
    }

    private IEnumerable<SimulatorRule> StandingRules => [DeviceCode, LoginPoll, TokenExchange, AccountInfo];

    private SimulatorRule Add(Func<ReceivedRequest, bool> condition)
    {
        var rule = new SimulatorRule(condition, _options.TimeProvider);
        ImmutableInterlocked.Update(ref _rules, rules => rules.Add(rule));
        return rule;
    }
}
