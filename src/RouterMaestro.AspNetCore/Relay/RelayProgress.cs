using Microsoft.AspNetCore.Http;
using RouterMaestro.Application.Calls;
using RouterMaestro.AspNetCore.Pipeline;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.AspNetCore.Relay;

/// <summary>
/// The state of one call at its endpoint: its plan once it is made, its stream, which may send keepalives from then on, and the token that ends
/// it when the caller disconnects or a stopping gateway waits no longer.
/// </summary>
internal sealed class RelayProgress : IPlanObserver, IDisposable
{
    private readonly HttpContext _http;
    private readonly CallDrain _drain;
    private readonly CancellationTokenSource _source = new();
    private readonly CancellationTokenRegistration _left;
    private readonly CancellationTokenRegistration _stopped;
    private ITimer? _watch;

    /// <exception cref="RouterException">The host is stopping.</exception>
    public RelayProgress(HttpContext http, CallDrain drain)
    {
        drain.ThrowIfStopping();
        (_http, _drain) = (http, drain);
        _left = http.RequestAborted.UnsafeRegister(static call => ((RelayProgress)call!).Leave(), this);
        _stopped = drain.Deadline.UnsafeRegister(static call => ((RelayProgress)call!)._source.Cancel(), this);
    }

    /// <summary>Gets the plan; null until it is made.</summary>
    public RoutePlan? Plan { get; private set; }

    /// <summary>Gets or sets the writer of the stream; null for a call that is not streamed.</summary>
    public SseWriter? Stream { get; set; }

    public bool IsOpened => Stream is { IsOpened: true };

    /// <summary>Gets the token that ends the call.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Gets the token that is cancelled when a stopping gateway ends the call.</summary>
    public CancellationToken Stopping => _drain.Deadline;

    /// <summary>Gets a value indicating whether a stopping gateway has ended the call.</summary>
    public bool HasEnded => _drain.HasEnded(_http);

    public void OnPlanned(RoutePlan plan, RoutingSettings settings)
    {
        Plan = plan;
        ResponseHeaders.AddModelMatch(_http.Response.Headers, plan);

        // a plan with an error is answered at once, with its own status
        if (plan.Error is null)
        {
            Stream?.StartKeepalives(settings.Keepalive);
        }
    }

    /// <summary>Counts the call as ended, and returns its error.</summary>
    public RouterException End(Exception exception)
    {
        _drain.Count();
        return new RouterException(GatewayStop.Error, exception);
    }

    public void Dispose()
    {
        _left.Dispose();
        _stopped.Dispose();
        _watch?.Dispose();
        _source.Dispose();
    }

    // the call may end, and be disposed, within the cancellation
    private void Leave()
    {
        _watch = _drain.Watch(_http.TraceIdentifier);
        _source.Cancel();
    }
}
