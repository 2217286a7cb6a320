using System.Text;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace RouterMaestro.AspNetCore.Admin.Contracts;

/// <summary>The stored keys and logins, without the secrets.</summary>
/// <param name="Providers">The providers that have one, by name.</param>
internal sealed record AuthListContract(
    [property: JsonPropertyName("providers")] IReadOnlyList<AuthContract> Providers);

/// <summary>A stored key or login.</summary>
/// <param name="Provider">The provider's id.</param>
/// <param name="AuthType"><c>oauth</c> for a login, <c>api</c> for a key.</param>
/// <param name="Status"><c>active</c>, or <c>expired</c> if the provider refuses it or it cannot be used.</param>
internal sealed record AuthContract(
    [property: JsonPropertyName("provider")] string Provider,
    [property: JsonPropertyName("auth_type")] string AuthType,
    [property: JsonPropertyName("status")] string Status)
{
    /// <summary>Gets why it cannot be used.</summary>
    [JsonPropertyName("problem"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Problem { get; init; }

    /// <summary>Gets the limits of the account, as far as its responses told.</summary>
    [JsonPropertyName("limits"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<AccountLimitContract>? Limits { get; init; }
}

/// <summary>A limit of an account.</summary>
/// <param name="Name">Its name at the provider.</param>
/// <param name="Raw">Its value as it came.</param>
/// <param name="SeenAt">The time at which it came.</param>
internal sealed record AccountLimitContract(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("raw")] string Raw,
    [property: JsonPropertyName("seen_at")] DateTimeOffset SeenAt)
{
    /// <summary>Gets what is left, in percent; null if it cannot be read.</summary>
    [JsonPropertyName("percent_left")]
    public double? PercentLeft { get; init; }

    /// <summary>Gets the time at which it is full again.</summary>
    [JsonPropertyName("resets_at")]
    public DateTimeOffset? ResetsAt { get; init; }

    /// <summary>Gets whether there is no limit.</summary>
    [JsonPropertyName("unlimited")]
    public bool IsUnlimited { get; init; }
}

/// <summary>The quotas of an account.</summary>
/// <param name="Provider">The provider's id.</param>
/// <param name="Limits">The limits that its responses told.</param>
/// <param name="Account">What the provider's account endpoint says, as it came.</param>
internal sealed record AccountQuotaContract(
    [property: JsonPropertyName("provider")] string Provider,
    [property: JsonPropertyName("limits")] IReadOnlyList<AccountLimitContract> Limits,
    [property: JsonPropertyName("account")] JsonObject? Account);

/// <summary>The providers for which a key or login can be stored.</summary>
/// <param name="Providers">The providers, in the order in which they are preferred.</param>
internal sealed record LoginMethodListContract(
    [property: JsonPropertyName("providers")] IReadOnlyList<LoginMethodContract> Providers);

/// <summary>A provider for which a key or login can be stored.</summary>
/// <param name="Provider">The provider's id.</param>
/// <param name="DisplayName">Its name for people.</param>
/// <param name="AuthType"><c>oauth</c> for a login in a browser, <c>api</c> for a key.</param>
/// <param name="CredentialRequired">Whether calls need it.</param>
/// <param name="Source"><c>builtin</c>, or <c>custom</c> for one that the operator configured.</param>
/// <param name="ApiKeyEnv">The environment variable of its key.</param>
/// <param name="IsStored">Whether a key or login is stored.</param>
internal sealed record LoginMethodContract(
    [property: JsonPropertyName("provider")] string Provider,
    [property: JsonPropertyName("display_name")] string DisplayName,
    [property: JsonPropertyName("auth_type")] string AuthType,
    [property: JsonPropertyName("credential_required")] bool CredentialRequired,
    [property: JsonPropertyName("source")] string Source,
    [property: JsonPropertyName("api_key_env")] string? ApiKeyEnv,
    [property: JsonPropertyName("stored")] bool IsStored);

/// <summary>A request to log in, or to store a key.</summary>
/// <param name="Provider">The provider's id.</param>
internal sealed record LoginRequestContract(
    [property: JsonPropertyName("provider")] string Provider)
{
    /// <summary>Gets the key; null for a login in a browser.</summary>
    [JsonPropertyName("api_key"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ApiKey { get; init; }

    /// <summary>Gets the token of a login made elsewhere, such as in an editor; null if there is none.</summary>
    [JsonPropertyName("login_token"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LoginToken { get; init; }

    /// <summary>Gets whether the key is tried before it is stored; a token of a login always is.</summary>
    [JsonPropertyName("verify")]
    public bool Verify { get; init; } = true;

    // a record would print the key
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Provider = ").Append(Provider);
        return true;
    }
}

/// <summary>The response to a login: for a key that it is stored, for a browser what the person has to do.</summary>
internal sealed record LoginContract
{
    /// <summary>Gets whether a key is stored; null for a login in a browser.</summary>
    [JsonPropertyName("success"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Success { get; init; }

    /// <summary>Gets the provider's id.</summary>
    [JsonPropertyName("provider"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Provider { get; init; }

    /// <summary>Gets what the operator should know.</summary>
    [JsonPropertyName("warning"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Warning { get; init; }

    /// <summary>Gets the id of the login.</summary>
    [JsonPropertyName("session_id"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SessionId { get; init; }

    /// <summary>Gets the code to enter.</summary>
    [JsonPropertyName("user_code"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? UserCode { get; init; }

    /// <summary>Gets the page where the code is entered.</summary>
    [JsonPropertyName("verification_uri"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? VerificationUri { get; init; }

    /// <summary>Gets the time for it, in seconds.</summary>
    [JsonPropertyName("expires_in"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ExpiresIn { get; init; }
}

/// <summary>The state of a login in a browser.</summary>
/// <param name="Status"><c>pending</c>, <c>complete</c>, <c>expired</c>, <c>error</c> or <c>cancelled</c>.</param>
/// <param name="Error">Why it failed; null if it did not.</param>
internal sealed record LoginStatusContract(
    [property: JsonPropertyName("status")] string Status,
    [property: JsonPropertyName("error")] string? Error);

/// <summary>A key or login that is no longer stored.</summary>
/// <param name="Success">True.</param>
/// <param name="Provider">The provider's id.</param>
internal sealed record LogoutContract(
    [property: JsonPropertyName("success")] bool Success,
    [property: JsonPropertyName("provider")] string Provider);
