using System.Net;
using System.Text.Json;

namespace RouterMaestro.Infrastructure.Providers.GitHubCopilot;

/// <summary>Exchanges a GitHub token for a token of Copilot's API.</summary>
/// <param name="provider">The provider's id.</param>
/// <param name="settings">The settings of the account.</param>
/// <param name="http">The connections.</param>
/// <param name="clock">The clock of waits and expiries.</param>
internal sealed class CopilotTokenExchange(string provider, CopilotSettings settings, HttpMessageInvoker http, TimeProvider clock)
{
    private const int MaxRetries = 3;
    private const int MaxBytes = 64 * 1024;
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(10);

    /// <summary>Asks for a token, again after failures that may be transient.</summary>
    /// <param name="token">The GitHub token.</param>
    /// <param name="isLogin">Whether it is that of a login; false for one that an operator gave.</param>
    /// <param name="cancellationToken">Cancels the exchange.</param>
    /// <exception cref="Modules.CredentialRefusedException">GitHub refuses the login.</exception>
    /// <exception cref="HttpRequestException">GitHub cannot be reached, or its answer is none.</exception>
    public async Task<CopilotToken> RunAsync(string token, bool isLogin, CancellationToken cancellationToken)
    {
        for (var retry = 0; ; retry++)
        {
            try
            {
                return await AskAsync(token, isLogin, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (retry < MaxRetries && IsTransient(exception) && !cancellationToken.IsCancellationRequested)
            {
                // callers that failed together should not return together
                var pause = 0.3 * Math.Pow(2, retry) + Random.Shared.NextDouble() * 0.1;
                await Task.Delay(TimeSpan.FromSeconds(pause), clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static bool IsTransient(Exception exception) => exception is HttpRequestException or TimeoutException or IOException;

    private async Task<CopilotToken> AskAsync(string token, bool isLogin, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, settings.GitHubApiUrl + "/copilot_internal/v2/token");
        GitHubRequests.Authorize(request, token, settings);
        try
        {
            using var response = await http.SendAsync(request, either.Token).ConfigureAwait(false);
            var body = await GitHubRequests.ReadAsync(response, MaxBytes, either.Token).ConfigureAwait(false);
            return response.StatusCode switch
            {
                HttpStatusCode.OK => CopilotToken.Read(body, clock.GetUtcNow())
                    ?? throw new HttpRequestException("GitHub's answer to the token exchange holds no token."),
                HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => throw CopilotRefusal.Of(provider, isLogin, (int)response.StatusCode, GitHubRequests.MessageOf(body, token)),
                var status => throw new HttpRequestException($"GitHub answered the token exchange with status {(int)status}.", inner: null, status),
            };
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("GitHub did not answer the token exchange in time.");
        }
        catch (JsonException exception)
        {
            throw new HttpRequestException("GitHub's answer to the token exchange is not valid.", exception);
        }
    }
}
