using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace RouterMaestro.AspNetCore.Auth;

/// <summary>The checks of the endpoints, chosen by the options: keys of the gateway, or policies of the host.</summary>
internal sealed class AccessChecks : IHostedService
{
    private static readonly TimeSpan _maxDrain = TimeSpan.FromHours(24);

    private readonly HttpApiOptions _options;
    private readonly bool _hasNamedKeys;

    public AccessChecks(IOptions<HttpApiOptions> options, GatewayKeys keys, IServiceProvider services)
    {
        _options = options.Value;
        _hasNamedKeys = keys.HasStore;
        Caller = _options.CallerPolicy is { } caller ? new PolicyCheck(caller, nameof(HttpApiOptions.CallerPolicy), services)
            : keys.HasKeys ? new KeyCheck(keys.MatchCaller, "gateway key")
            : _options.AllowAnonymous ? null
            : new HostCheck();
        Operator = _options.AdminPolicy is { } admin ? new PolicyCheck(admin, nameof(HttpApiOptions.AdminPolicy), services)
            : keys.HasAdminKey ? new KeyCheck(keys.MatchAdmin, keys.IsOneKey ? "gateway key" : "admin key")
            : new ClosedCheck();
    }

    /// <summary>Gets the check of those who call models; null if everyone may.</summary>
    public AccessCheck? Caller { get; }

    /// <summary>Gets the check of those who use the admin routes.</summary>
    public AccessCheck Operator { get; }

    /// <summary>Gets a value indicating whether anyone may use the admin routes; they are not mapped otherwise.</summary>
    public bool HasOperators => Operator is not ClosedCheck;

    /// <summary>Returns the error of a host whose endpoint for callers is open, though nothing says that it shall be; null for every other one.</summary>
    /// <param name="endpoint">The endpoint.</param>
    public string? FindOpening(Endpoint endpoint) => Caller is not HostCheck || HostCheck.HasPolicy(endpoint)
        ? null
        : "MapRouterMaestro() would let everyone call the models: set a key (HttpApiOptions.ApiKey), or put an authorization policy on the endpoints "
            + "(HttpApiOptions.CallerPolicy or MapRouterMaestro().RequireAuthorization()), or set HttpApiOptions.AllowAnonymous to true.";

    /// <summary>Refuses to start with options that contradict each other, or that name a policy which does not exist.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var hasKey = !string.IsNullOrEmpty(_options.ApiKey);
        var fault = KeyFault("ApiKey", _options.ApiKey)
            ?? KeyFault("AdminKey", _options.AdminKey)
            ?? (_options.DrainPeriod < TimeSpan.Zero || _options.DrainPeriod > _maxDrain ? "HttpApiOptions.DrainPeriod must be from 0 to 24 hours." : null)
            ?? (_options.MaxBodyBytes < 1 ? "HttpApiOptions.MaxBodyBytes must be at least 1." : null)
            ?? Contradiction("ApiKey", hasKey, "CallerPolicy", _options.CallerPolicy is not null)
            ?? Contradiction("ApiKey", hasKey, "AllowAnonymous", _options.AllowAnonymous)
            ?? Contradiction("CallerPolicy", _options.CallerPolicy is not null, "AllowAnonymous", _options.AllowAnonymous)
            ?? Contradiction("AdminKey", !string.IsNullOrEmpty(_options.AdminKey), "AdminPolicy", _options.AdminPolicy is not null)
            ?? (_hasNamedKeys && _options.AllowAnonymous ? "HttpApiOptions.AllowAnonymous contradicts the named keys of the IGatewayKeyStore: use one of them." : null);
        foreach (var check in new[] { Caller, Operator })
        {
            fault ??= check is null ? null : await check.FindFaultAsync().ConfigureAwait(false);
        }

        if (fault is not null)
        {
            throw new InvalidOperationException(fault);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // no client could send such a key, so that everyone would be refused
    private static string? KeyFault(string name, string? key) =>
        key is null || !key.AsSpan().ContainsAnyExceptInRange('!', '~') ? null : $"HttpApiOptions.{name} must be plain ASCII without blanks and line breaks.";

    private static string? Contradiction(string one, bool hasOne, string other, bool hasOther) =>
        hasOne && hasOther ? $"HttpApiOptions has both {one} and {other}: set one of them." : null;
}
