using System.Collections.Immutable;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Copilot;

/// <summary>
/// GitHub and GitHub Copilot on 127.0.0.1, as of the wire facts in section 5: the device flow, the token exchange, the account endpoint, the
/// catalog and the model endpoints, with the refusals and deviations of the real ones. Responses and faults are those of
/// <see cref="UpstreamSimulator"/>. All members are safe for use by several threads.
/// </summary>
/// <example>
/// <code>
/// await using var copilot = await CopilotSimulator.StartAsync();
/// copilot.Reply(SimulatedResponse.Text("Hello").WithUsage(input: 12, output: 3));
/// // point the provider at copilot.GitHubUrl, copilot.GitHubApiUrl and copilot.ApiUrl, and start a login
/// copilot.ApproveLogin((await copilot.WaitForLoginAsync()).UserCode);
/// // ask, then look at copilot.Calls and copilot.Ledger
/// </code>
/// </example>
public sealed partial class CopilotSimulator : IAsyncDisposable
{
    /// <summary>Gets the address of GitHub's pages, without a slash at its end: <c>/login/device/code</c>, <c>/login/oauth/access_token</c>.</summary>
    public Uri GitHubUrl { get; private set; } = null!;

    /// <summary>Gets the address of GitHub's API, without a slash at its end: <c>/copilot_internal/v2/token</c>, <c>/copilot_internal/user</c>.</summary>
    public Uri GitHubApiUrl { get; private set; } = null!;

    /// <summary>
    /// Gets the address of Copilot's API, without a slash at its end: <c>/models</c>, <c>/chat/completions</c>, <c>/responses</c>,
    /// <c>/v1/messages</c>, <c>/v1/messages/count_tokens</c>, <c>/embeddings</c>. Two slashes in a row are a 404.
    /// </summary>
    public Uri ApiUrl => _hosts.Api;

    /// <summary>Gets the address of a Copilot API that does not serve these accounts: 421 for everything.</summary>
    public Uri WrongApiUrl => _hosts.WrongApi;

    /// <summary>Gets or sets the address that the token exchange announces as <c>endpoints.api</c>; null, the default, is <see cref="ApiUrl"/>.</summary>
    public Uri? AnnouncedApiUrl { get; set; }

    /// <summary>Gets or sets whether the token exchange leaves <c>endpoints</c> out, so that only <c>proxy-ep</c> in the token tells the host.</summary>
    public bool OmitsEndpoints { get; set; }

    /// <summary>Gets or sets the value of <c>proxy-ep</c> in Copilot tokens, a host.</summary>
    public string ProxyEndpoint { get; set; } = "proxy.individual.githubcopilot.com";

    /// <summary>Gets or sets how long a new Copilot token is valid, 30 minutes by default; <c>expires_at</c> and <c>exp</c> tell it.</summary>
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Gets or sets <c>refresh_in</c> of the token exchange; null, the default, is 5 minutes before the end, at least zero.</summary>
    public TimeSpan? RefreshIn { get; set; }

    /// <summary>
    /// Gets or sets whether the API accepts GitHub tokens as bearer in the place of a Copilot token, as it does for those of its own
    /// applications: false by default, so that a token sent to the wrong place is seen.
    /// </summary>
    public bool AcceptsGitHubTokens { get; set; }

    /// <summary>Gets or sets the models.</summary>
    public IReadOnlyList<CopilotModel> Models { get; set; }

    /// <summary>Gets or sets the quirks of every response that has none of its own.</summary>
    public CopilotQuirks Quirks { get; set; }

    /// <summary>Gets or sets the Anthropic betas that <c>/v1/messages</c> refuses; a star at the end stands for any ending.</summary>
    public IReadOnlyList<string> RefusedBetas { get; set; } = ["context-1m-*", "output-128k-*"];

    /// <summary>Gets or sets the tool types that <c>/responses</c> refuses; accounts differ in this.</summary>
    public IReadOnlyList<string> RefusedTools { get; set; } = ["web_search", "web_search_preview", "code_interpreter"];

    /// <summary>
    /// Gets or sets whether <c>/v1/messages</c> refuses thinking blocks whose signature this simulator has not sent, as after a change of
    /// model: false by default.
    /// </summary>
    public bool ChecksSignatures { get; set; }

    /// <summary>
    /// Gets or sets whether <c>/responses</c> refuses reasoning items whose encrypted content this simulator has not sent under the same id:
    /// false by default.
    /// </summary>
    public bool ChecksEncryptedReasoning { get; set; }

    /// <summary>Gets the account for which logins are approved when no other is named.</summary>
    public CopilotAccount Account { get; }

    /// <summary>Gets all accounts.</summary>
    public IReadOnlyList<CopilotAccount> Accounts => _tokens.Accounts;

    /// <summary>Gets every login by the device flow, in order of its start; a copy that does not change.</summary>
    public IReadOnlyList<CopilotLogin> Logins => _logins.All;

    /// <summary>Gets how many Copilot tokens were given in all.</summary>
    public int TokenExchanges => Accounts.Sum(a => a.TokenExchanges);

    /// <summary>Gets the ledger of the costs that were sent.</summary>
    public CopilotLedger Ledger { get; } = new();

    /// <summary>Starts a simulator. By default it echoes, see <see cref="SimulatedResponse.Echo"/>.</summary>
    /// <param name="options">The set-up; null: the defaults.</param>
    /// <param name="cancellation">Ends the start.</param>
    /// <returns>The running simulator.</returns>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<CopilotSimulator> StartAsync(CopilotSimulatorOptions? options = null, CancellationToken cancellation = default)
    {
        var simulator = new CopilotSimulator(options ?? new CopilotSimulatorOptions());
        await simulator.OpenAsync(cancellation).ConfigureAwait(false);
        return simulator;
    }

    /// <summary>Adds an account.</summary>
    /// <param name="login">Its name.</param>
    /// <returns>The account.</returns>
    /// <exception cref="ArgumentException">There is one of that name.</exception>
    public CopilotAccount AddAccount(string login) => _tokens.AddAccount(login);

    /// <summary>Makes a GitHub token, as if a login had been completed.</summary>
    /// <param name="account">Whose; null: <see cref="Account"/>.</param>
    /// <param name="prefix">Its first letters, such as <c>gho_</c> or <c>github_pat_</c>; null: those of the options.</param>
    /// <returns>The token.</returns>
    public string AddGitHubToken(CopilotAccount? account = null, string? prefix = null) =>
        _tokens.AddGitHubToken(account ?? Account, prefix ?? _options.GitHubTokenPrefix);

    /// <summary>Makes a Copilot token without an exchange, such as one that a client has stored. It counts as no exchange.</summary>
    /// <param name="account">Whose; null: <see cref="Account"/>.</param>
    /// <returns>The token.</returns>
    public string AddCopilotToken(CopilotAccount? account = null) => _tokens.Mint(account ?? Account, this).Value;

    /// <summary>Revokes a GitHub token: the token exchange and the account endpoint answer 401 from now on. Copilot tokens stay valid.</summary>
    /// <param name="token">The token; one that is not known is no error.</param>
    public void RevokeGitHubToken(string token) => _tokens.Revoke(token);

    /// <summary>Ends every Copilot token given so far, whatever <c>expires_at</c> said: API calls answer 401 from now on. Streams under way go on.</summary>
    public void ExpireTokens() => _tokens.Expire();

    /// <summary>Moves the accounts to the other API address: <see cref="ApiUrl"/> and <see cref="WrongApiUrl"/> change places.</summary>
    public void MoveApi() => ImmutableInterlocked.Update(ref _hosts, hosts => hosts.Swapped());

    /// <summary>Approves a login, as a user does in the browser.</summary>
    /// <param name="userCode">The login's user code.</param>
    /// <param name="account">The account that the user is logged in to; null: <see cref="Account"/>.</param>
    /// <exception cref="ArgumentException">No login that waits has this code.</exception>
    public void ApproveLogin(string userCode, CopilotAccount? account = null) => _logins.Approve(userCode, account ?? Account);

    /// <summary>Denies a login, as a user does who cancels: <c>access_denied</c>.</summary>
    /// <param name="userCode">The login's user code.</param>
    /// <exception cref="ArgumentException">No login that waits has this code.</exception>
    public void DenyLogin(string userCode) => _logins.End(userCode, CopilotLoginState.Denied);

    /// <summary>Lets the time of a login be over at once: <c>expired_token</c>.</summary>
    /// <param name="userCode">The login's user code.</param>
    /// <exception cref="ArgumentException">No login that waits has this code.</exception>
    public void ExpireLogin(string userCode) => _logins.End(userCode, CopilotLoginState.Expired);

    /// <summary>Waits until so many logins have been started in all.</summary>
    /// <param name="count">The number, from 1.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>The last of them, as it stands then.</returns>
    /// <exception cref="OperationCanceledException">They were not started in time.</exception>
    public Task<CopilotLogin> WaitForLoginAsync(int count = 1, CancellationToken cancellation = default) => _logins.WaitAsync(count, cancellation);
}
