using System.Text.Json.Nodes;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Infrastructure.Auth;

namespace RouterMaestro.Infrastructure.Providers.Modules;

/// <summary>A module whose providers people log in to in a browser, by the device flow of OAuth (RFC 8628).</summary>
internal interface ILoginModule
{
    /// <summary>Gets the name of the vendor for people.</summary>
    string DisplayName { get; }

    /// <summary>Asks the provider for a code.</summary>
    /// <exception cref="HttpRequestException">The provider cannot be reached, or its answer is none.</exception>
    Task<DeviceCode> BeginLoginAsync(LoginContext context, CancellationToken cancellationToken);

    /// <summary>Asks whether the person has entered the code.</summary>
    /// <exception cref="HttpRequestException">The provider cannot be reached, or its answer is none.</exception>
    Task<DeviceAnswer> AskAsync(LoginContext context, DeviceCode code, CancellationToken cancellationToken);

    /// <summary>Returns the reason why a token made elsewhere cannot be that of a login; null if it can.</summary>
    string? FindLoginTokenError(string token);

    /// <summary>Tries the token of a login.</summary>
    /// <param name="context">The provider.</param>
    /// <param name="token">The token.</param>
    /// <param name="isNew">Whether the person has just logged in; false for a login made elsewhere.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The login to store.</returns>
    /// <exception cref="CredentialRefusedException">The provider refuses the token.</exception>
    /// <exception cref="HttpRequestException">The provider cannot be reached, or its answer is none.</exception>
    Task<StoredLogin> CompleteLoginAsync(LoginContext context, string token, bool isNew, CancellationToken cancellationToken);

    /// <summary>Gets the limits of an account, as far as its responses told.</summary>
    EquatableArray<AccountLimit> LimitsOf(string provider);

    /// <summary>Gets why the provider refuses the token of an account; null if it does not.</summary>
    string? RefusalOf(string provider, string token);

    /// <summary>Asks the provider for the quotas of an account.</summary>
    /// <exception cref="CredentialRefusedException">The provider refuses the token.</exception>
    /// <exception cref="HttpRequestException">The provider cannot be reached, or its answer is none.</exception>
    Task<JsonObject> ReadQuotaAsync(LoginContext context, string token, CancellationToken cancellationToken);
}

/// <summary>The provider of a login.</summary>
/// <param name="Provider">Its id.</param>
/// <param name="Options">The <c>options</c> of its entry.</param>
/// <param name="Http">Connections that follow no redirects.</param>
internal sealed record LoginContext(string Provider, RawJson Options, HttpMessageInvoker Http);

/// <summary>A code that a person enters in a browser.</summary>
/// <param name="Secret">The code by which the gateway asks for the token.</param>
/// <param name="UserCode">The code that the person enters.</param>
/// <param name="VerificationUri">The page where it is entered.</param>
/// <param name="ExpiresIn">The time that the person has.</param>
/// <param name="Interval">The time between two questions.</param>
internal sealed record DeviceCode(string Secret, string UserCode, string VerificationUri, TimeSpan ExpiresIn, TimeSpan Interval)
{
    public override string ToString() => UserCode;
}

/// <summary>The answer to a question for the token. The family is closed.</summary>
internal abstract record DeviceAnswer
{
    private DeviceAnswer()
    {
    }

    /// <summary>The person has not entered the code yet.</summary>
    /// <param name="IsTooFast">Whether the questions must be rarer.</param>
    public sealed record Pending(bool IsTooFast) : DeviceAnswer;

    /// <summary>The person has logged in.</summary>
    /// <param name="Token">The token.</param>
    public sealed record Granted(string Token) : DeviceAnswer
    {
        public override string ToString() => "";
    }

    /// <summary>The code has expired.</summary>
    public sealed record Expired : DeviceAnswer;

    /// <summary>The login failed.</summary>
    /// <param name="Reason">Why, as a sentence.</param>
    public sealed record Failed(string Reason) : DeviceAnswer;
}
