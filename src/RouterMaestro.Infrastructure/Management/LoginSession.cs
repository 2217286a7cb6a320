using Microsoft.Extensions.Logging;
using RouterMaestro.Application.Ports;
using RouterMaestro.Infrastructure.Auth;
using RouterMaestro.Infrastructure.Providers.Modules;

namespace RouterMaestro.Infrastructure.Management;

/// <summary>A login in a browser, for whose end the gateway asks the provider in the background.</summary>
/// <param name="context">The provider.</param>
/// <param name="module">The module of its type.</param>
/// <param name="code">The code.</param>
/// <param name="store">Puts the login into effect.</param>
/// <param name="clock">The clock of the questions.</param>
/// <param name="logger">Learns of the end.</param>
internal sealed partial class LoginSession(
    LoginContext context, ILoginModule module, DeviceCode code, Action<StoredLogin> store, TimeProvider clock, ILogger logger) : IDisposable
{
    // GitHub asks for this much more after questions that came too fast (RFC 8628, section 3.5)
    private static readonly TimeSpan _slower = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(30);

    private readonly ILogger _logger = logger;
    private readonly CancellationTokenSource _cancellation = new();

    // a login is either stored or cancelled, never both
    private readonly Lock _gate = new();
    private volatile LoginState _state = new(LoginStatus.Pending);

    /// <summary>Gets the state.</summary>
    public LoginState State => _state;

    /// <summary>Asks until the login has ended.</summary>
    /// <param name="cancellationToken">Ends with the gateway.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _cancellation.Token);
        try
        {
            End(await WaitAsync(either.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // the state says so already
        }

        LogEnded(context.Provider, State.Status, State.Error ?? "");
    }

    /// <summary>Cancels the login if it has not ended. It waits for a login that is being stored.</summary>
    /// <returns>The state.</returns>
    public LoginState Cancel()
    {
        lock (_gate)
        {
            if (_state.Status == LoginStatus.Pending)
            {
                _state = new(LoginStatus.Cancelled, "The login was cancelled.");
                _cancellation.Cancel();
            }

            return _state;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            // of a login that ends with the gateway
            _state = _state.Status == LoginStatus.Pending ? new(LoginStatus.Cancelled, "The gateway has ended.") : _state;
            _cancellation.Dispose();
        }
    }

    private void End(LoginState state)
    {
        lock (_gate)
        {
            _state = _state.Status == LoginStatus.Pending ? state : _state;
        }
    }

    private async Task<LoginState> WaitAsync(CancellationToken cancellationToken)
    {
        var (start, interval) = (clock.GetTimestamp(), code.Interval);
        while (clock.GetElapsedTime(start) + interval < code.ExpiresIn)
        {
            await Task.Delay(interval, clock, cancellationToken).ConfigureAwait(false);
            switch (await AskAsync(cancellationToken).ConfigureAwait(false))
            {
                case DeviceAnswer.Pending { IsTooFast: true }:
                    interval += _slower;
                    break;
                case DeviceAnswer.Granted granted:
                    return await CompleteAsync(granted.Token, cancellationToken).ConfigureAwait(false);
                case DeviceAnswer.Expired:
                    return Expired();
                case DeviceAnswer.Failed failed:
                    return new(LoginStatus.Error, failed.Reason);
            }
        }

        return Expired();
    }

    private static LoginState Expired() => new(LoginStatus.Expired, "The code was not entered in time: begin the login again.");

    /// <summary>Asks once. A provider that cannot be reached for a while ends no login.</summary>
    private async Task<DeviceAnswer> AskAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await module.AskAsync(context, code, either.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new DeviceAnswer.Pending(IsTooFast: false);
        }
    }

    private async Task<LoginState> CompleteAsync(string token, CancellationToken cancellationToken)
    {
        try
        {
            var login = await module.CompleteLoginAsync(context, token, isNew: true, cancellationToken).ConfigureAwait(false);
            lock (_gate)
            {
                cancellationToken.ThrowIfCancellationRequested();
                store(login);
                return _state = new(LoginStatus.Complete);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new(LoginStatus.Error, exception is CredentialRefusedException or Domain.Failures.RouterException
                ? exception.Message
                : $"The login succeeded, but {module.DisplayName} gave no token: {exception.Message} Nothing is stored: try again.");
        }
    }

    [LoggerMessage(3040, LogLevel.Information, "The login at {Provider} has ended: {Status} {Error}")]
    private partial void LogEnded(string provider, LoginStatus status, string error);
}
