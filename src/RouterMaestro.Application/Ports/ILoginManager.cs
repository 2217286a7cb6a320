using System.Text.Json.Nodes;
using RouterMaestro.Domain;

namespace RouterMaestro.Application.Ports;

/// <summary>Logs in at providers, stores their keys, and shows both to operators without the secrets.</summary>
internal interface ILoginManager
{
    /// <summary>Lists the stored keys and logins.</summary>
    EquatableArray<StoredAccount> List();

    /// <summary>Lists the providers for which a key or login can be stored.</summary>
    EquatableArray<LoginMethod> ListMethods();

    /// <summary>Begins a login in a browser.</summary>
    /// <param name="provider">The provider's id, in any case.</param>
    /// <param name="cancellationToken">Cancels the request to the provider.</param>
    /// <exception cref="Domain.Failures.RouterException">There is no such provider, it has no such login, or it cannot be reached.</exception>
    Task<LoginTicket> BeginAsync(string provider, CancellationToken cancellationToken);

    /// <summary>Finds a login that has begun, until a minute after its end.</summary>
    /// <param name="session">The id of the login.</param>
    /// <returns>The login; null if there is none.</returns>
    LoginState? Find(string session);

    /// <summary>Cancels a login that waits for the person: the provider is asked no more, and nothing is stored.</summary>
    /// <param name="session">The id of the login.</param>
    /// <returns>Its state, which is another one than cancelled if it had ended before; null if there is no such login.</returns>
    LoginState? Cancel(string session);

    /// <summary>Stores a key after it was tried.</summary>
    /// <param name="provider">The provider's id, in any case.</param>
    /// <param name="key">The key.</param>
    /// <param name="isTried">Whether the provider is asked for its models with the key first.</param>
    /// <param name="cancellationToken">Cancels the request to the provider.</param>
    /// <returns>What the operator should know; null if there is nothing.</returns>
    /// <exception cref="Domain.Failures.RouterException">There is no such provider, it refuses the key or cannot be reached, or the key cannot be stored.</exception>
    Task<string?> StoreKeyAsync(string provider, string key, bool isTried, CancellationToken cancellationToken);

    /// <summary>Stores a login made elsewhere, such as in an editor, once the provider has accepted its token.</summary>
    /// <param name="provider">The provider's id, in any case.</param>
    /// <param name="token">The token of the login.</param>
    /// <param name="cancellationToken">Cancels the request to the provider.</param>
    /// <returns>What the operator should know; null if there is nothing.</returns>
    /// <exception cref="Domain.Failures.RouterException">There is no such provider, it has no logins, refuses the token or cannot be reached, or the login cannot be stored.</exception>
    Task<string?> StoreLoginAsync(string provider, string token, CancellationToken cancellationToken);

    /// <summary>Removes a key or login.</summary>
    /// <param name="provider">The provider's id, in any case.</param>
    /// <returns>False if there is none.</returns>
    /// <exception cref="Domain.Failures.RouterException">The change cannot be stored.</exception>
    bool Remove(string provider);

    /// <summary>Asks for the quotas of an account.</summary>
    /// <param name="provider">The provider's id, in any case.</param>
    /// <param name="cancellationToken">Cancels the request to the provider.</param>
    /// <exception cref="Domain.Failures.RouterException">There is no such account, it has no quotas, or the provider cannot be reached.</exception>
    Task<AccountQuota> ReadQuotaAsync(string provider, CancellationToken cancellationToken);
}

/// <summary>A stored key or login, without the secret.</summary>
/// <param name="Provider">The provider's id.</param>
/// <param name="IsLogin">Whether it is a login; otherwise it is a key.</param>
/// <param name="Problem">Why it cannot be used; null if nothing is known against it.</param>
internal sealed record StoredAccount(string Provider, bool IsLogin, string? Problem)
{
    /// <summary>Gets the limits of the account, as far as its responses told.</summary>
    public EquatableArray<AccountLimit> Limits { get; init; } = [];
}

/// <summary>A limit of an account.</summary>
/// <param name="Name">Its name at the provider.</param>
/// <param name="Raw">Its value as it came.</param>
/// <param name="SeenAt">The time at which it came.</param>
internal sealed record AccountLimit(string Name, string Raw, DateTimeOffset SeenAt)
{
    /// <summary>Gets what is left, in percent; null if it cannot be read.</summary>
    public double? PercentLeft { get; init; }

    /// <summary>Gets the time at which it is full again; null if it is not known.</summary>
    public DateTimeOffset? ResetsAt { get; init; }

    /// <summary>Gets whether there is no limit.</summary>
    public bool IsUnlimited { get; init; }

    /// <summary>Gets whether requests beyond the limit are served too, at a price.</summary>
    public bool AllowsMore { get; init; }
}

/// <summary>The quotas of an account.</summary>
/// <param name="Provider">The provider's id.</param>
/// <param name="Limits">The limits that its responses told.</param>
/// <param name="Account">What the account endpoint says, as it came; null if there is none.</param>
internal sealed record AccountQuota(string Provider, EquatableArray<AccountLimit> Limits, JsonObject? Account);

/// <summary>A way to log in at a provider.</summary>
/// <param name="Provider">The provider's id.</param>
/// <param name="DisplayName">Its name for people.</param>
/// <param name="IsLogin">Whether people log in in a browser; otherwise they give a key.</param>
/// <param name="NeedsCredential">Whether calls need it.</param>
/// <param name="Source">Where the provider is configured.</param>
/// <param name="KeyVariable">The environment variable of its key; null if none is read.</param>
/// <param name="IsStored">Whether a key or login is stored.</param>
internal sealed record LoginMethod(
    string Provider, string DisplayName, bool IsLogin, bool NeedsCredential, ProviderSource Source, string? KeyVariable, bool IsStored);

/// <summary>A login that has begun.</summary>
/// <param name="Session">Its id.</param>
/// <param name="UserCode">The code that people enter.</param>
/// <param name="VerificationUri">The page where they enter it.</param>
/// <param name="ExpiresIn">The time that they have.</param>
internal sealed record LoginTicket(string Session, string UserCode, string VerificationUri, TimeSpan ExpiresIn);

/// <summary>The state of a login.</summary>
/// <param name="Status">The state.</param>
/// <param name="Error">Why it failed; null if it did not.</param>
internal sealed record LoginState(LoginStatus Status, string? Error = null);

/// <summary>The states of a login.</summary>
internal enum LoginStatus
{
    /// <summary>It waits for the person.</summary>
    Pending,

    /// <summary>It is stored.</summary>
    Complete,

    /// <summary>Nobody entered the code in time.</summary>
    Expired,

    /// <summary>It failed.</summary>
    Error,

    /// <summary>The operator cancelled it.</summary>
    Cancelled,
}
