using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RouterMaestro.Application.Calls;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.AspNetCore.Relay;

/// <summary>
/// Lets the calls under way end when the host stops. When their time is over, it ends those that are left: each gets the error of its protocol,
/// instead of a connection that breaks.
/// </summary>
internal sealed partial class CallDrain : IHostedService, IDisposable
{
    /// <summary>The time within which a call ends after its caller has left.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _deadline = new();
    private readonly CancellationTokenRegistration _registration;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly ILogger<CallDrain> _logger;
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;
    private readonly TimeSpan _period;
    private int _ended;

    public CallDrain(IOptions<HttpApiOptions> options, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<CallDrain> logger)
    {
        (_period, _lifetime, _clock, _logger) = (options.Value.DrainPeriod, lifetime, clock, logger);
        _timer = clock.CreateTimer(static state => ((CallDrain)state!).End(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _registration = lifetime.ApplicationStopping.Register(static state => ((CallDrain)state!).Begin(), this);
    }

    /// <summary>Gets the token that is cancelled when the calls under way are ended.</summary>
    public CancellationToken Deadline => _deadline.Token;

    /// <summary>Refuses a call that begins while the host is stopping, on a connection that was open already.</summary>
    /// <exception cref="RouterException">The host is stopping.</exception>
    public void ThrowIfStopping()
    {
        if (_lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw new RouterException(GatewayStop.Error);
        }
    }

    /// <summary>Returns whether a call was ended, as opposed to a caller that disconnected.</summary>
    public bool HasEnded(HttpContext http) => _deadline.IsCancellationRequested && !http.RequestAborted.IsCancellationRequested;

    /// <summary>Counts a call that was ended.</summary>
    public void Count() => Interlocked.Increment(ref _ended);

    /// <summary>Watches a call whose caller has left: logs it if it does not end. Dispose the result when it ends.</summary>
    public ITimer Watch(string requestId) =>
        _clock.CreateTimer(static state => ((HangingCall)state!).Log(), new HangingCall(this, requestId), _patience, Timeout.InfiniteTimeSpan);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Logs how many calls were ended. Hosted services stop after the server, which was started last.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        if (_ended > 0)
        {
            LogEnded(_ended, _period.TotalSeconds);
        }

        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _registration.Dispose();
        _timer.Dispose();
        _deadline.Dispose();
    }

    private void Begin() => _timer.Change(_period, Timeout.InfiniteTimeSpan);

    private void End()
    {
        try
        {
            _deadline.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // the host has ended at the same time
        }
    }

    private sealed record HangingCall(CallDrain Drain, string RequestId)
    {
        public void Log() => Drain.LogHanging(RequestId, _patience.TotalSeconds);
    }

    [LoggerMessage(1003, LogLevel.Error, "Request {RequestId} hangs: its caller left {Seconds} seconds ago, and it has not ended")]
    private partial void LogHanging(string requestId, double seconds);

    [LoggerMessage(1002, LogLevel.Warning, "Calls ended before their time: {Count}. The gateway stopped, and waited {Seconds} seconds for them")]
    private partial void LogEnded(int count, double seconds);
}
