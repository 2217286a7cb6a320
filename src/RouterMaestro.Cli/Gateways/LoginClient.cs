using System.Text.Json;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Gateways;

/// <summary>Logs in at providers through a gateway, which hosts the login.</summary>
internal sealed class LoginClient(GatewayClient client, TimeProvider clock)
{
    private const string Path = "auth";
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(2);

    // a network that fails for a moment ends no login; a gateway that has ended forgets it
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    // a person who presses Ctrl-C waits no longer than this for a gateway that hangs
    private static readonly TimeSpan _cancelLimit = TimeSpan.FromSeconds(3);

    /// <summary>Gets the address of the gateway.</summary>
    public string Address => client.Address;

    /// <summary>Lists the stored keys and logins.</summary>
    public Task<AuthListContract> ListAsync(CancellationToken cancellationToken) =>
        client.GetAsync(Path, AdminJson.Default.AuthListContract, cancellationToken);

    /// <summary>Lists the providers for which a key or login can be stored.</summary>
    public Task<LoginMethodListContract> ListMethodsAsync(CancellationToken cancellationToken) =>
        client.GetAsync(Path + "/providers", AdminJson.Default.LoginMethodListContract, cancellationToken);

    /// <summary>Begins a login in a browser.</summary>
    /// <param name="provider">The provider's id.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="CommandFailedException">The gateway refuses.</exception>
    public async Task<LoginContract> BeginAsync(string provider, CancellationToken cancellationToken) =>
        await LoginAsync(new(provider), cancellationToken) is { SessionId: not null, UserCode: not null, VerificationUri: not null } login ? login : throw client.NotAGateway();

    /// <summary>Begins a login, or stores a key.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="CommandFailedException">The gateway refuses.</exception>
    public Task<LoginContract> LoginAsync(LoginRequestContract request, CancellationToken cancellationToken) =>
        client.PostAsync(Path + "/login", JsonSerializer.Serialize(request, AdminJson.Default.LoginRequestContract), AdminJson.Default.LoginContract, cancellationToken);

    /// <summary>Waits for the end of a login.</summary>
    /// <param name="session">The id of the login.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="CommandFailedException">The login failed.</exception>
    public async Task WaitAsync(string session, CancellationToken cancellationToken)
    {
        var heard = clock.GetTimestamp();
        while (true)
        {
            await Task.Delay(_interval, clock, cancellationToken);
            var state = await FindStateAsync(session, heard, cancellationToken);
            switch (state?.Status)
            {
                case null:
                    break;
                case "pending":
                    heard = clock.GetTimestamp();
                    break;
                case "complete":
                    return;
                default:
                    throw new CommandFailedException(state!.Error ?? "The login failed.");
            }
        }
    }

    /// <summary>Cancels a login, for which the command no longer waits.</summary>
    /// <param name="session">The id of the login.</param>
    /// <returns>The state of the login then; null if the gateway did not say in a short time.</returns>
    public async Task<string?> TryCancelAsync(string session)
    {
        using var limit = new CancellationTokenSource(_cancelLimit, clock);
        try
        {
            return (await client.ChangeAsync(HttpMethod.Delete, $"{Path}/oauth/{Uri.EscapeDataString(session)}", change: null, AdminJson.Default.LoginStatusContract, limit.Token))?.Status;
        }
        catch (Exception exception) when (exception is CommandFailedException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Asks for the state of a login; null if the gateway could not be reached for a while.</summary>
    private async Task<LoginStatusContract?> FindStateAsync(string session, long heard, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetAsync($"{Path}/oauth/status/{Uri.EscapeDataString(session)}", AdminJson.Default.LoginStatusContract, cancellationToken);
        }
        catch (CommandFailedException exception) when (exception.IsUnreachable)
        {
            return clock.GetElapsedTime(heard) < _patience ? null
                : throw new CommandFailedException($"{exception.Message} A login ends with its gateway: log in again when it runs.", exception);
        }
    }

    /// <summary>Removes a key or login.</summary>
    /// <param name="provider">The provider's id.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="CommandFailedException">There is none, or the gateway refuses.</exception>
    public async Task<LogoutContract> LogoutAsync(string provider, CancellationToken cancellationToken) =>
        (await client.ChangeAsync(HttpMethod.Delete, $"{Path}/{Uri.EscapeDataString(provider)}", change: null, AdminJson.Default.LogoutContract, cancellationToken))!;
}
