using RouterMaestro.Cli.Gateways;
using RouterMaestro.Cli.Output;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Logins;

/// <summary>Logs in at a provider by a page and a code, through the gateway.</summary>
internal sealed class BrowserLogin(LoginClient client, AuthReport report, LoginWait wait, CliEnvironment environment)
{
    /// <summary>Shows the page and the code, and waits for the person.</summary>
    /// <param name="name">The provider's id.</param>
    /// <param name="isBrowserless">Whether the page is only shown, not opened.</param>
    /// <param name="asJson">Whether standard output takes JSON only.</param>
    /// <param name="cancellationToken">Cancels the login.</param>
    /// <exception cref="CommandFailedException">The login failed.</exception>
    public async Task RunAsync(string name, bool isBrowserless, bool asJson, CancellationToken cancellationToken)
    {
        var login = await client.BeginAsync(name, cancellationToken);
        report.PrintCode(login, asJson);
        if (!isBrowserless && environment.IsTerminal && Uri.TryCreate(login.VerificationUri, UriKind.Absolute, out var page))
        {
            environment.OpenPage(page);
        }

        var life = TimeSpan.FromSeconds(login.ExpiresIn ?? 0);
        try
        {
            await wait.ShowAsync(client.WaitAsync(login.SessionId!, cancellationToken), life);
        }
        catch (OperationCanceledException)
        {
            report.PrintCancelled(name, await client.TryCancelAsync(login.SessionId!));
            throw;
        }

        report.PrintLoggedIn(name, asJson);
    }
}
