using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace RouterMaestro.AspNetCore.Auth;

/// <summary>The checks of the endpoints, chosen by the options: keys of the gateway, or policies of the host.</summary>
internal sealed class AccessChecks : IHostedService
{
    private readonly HttpApiOptions _options;

    public AccessChecks(IOptions<HttpApiOptions> options, GatewayKeys keys, IServiceProvider services)
    {
        _options = options.Value;
        Caller = _options.CallerPolicy is { } caller ? new PolicyCheck(caller, nameof(HttpApiOptions.CallerPolicy), services)
            : keys.HasKey ? new KeyCheck(keys.MatchCaller, "gateway key", KeyIdentity.Gateway)
            : null;
        Operator = _options.AdminPolicy is { } admin ? new PolicyCheck(admin, nameof(HttpApiOptions.AdminPolicy), services)
            : keys.HasAdminKey ? new KeyCheck(keys.MatchAdmin, "admin key", KeyIdentity.Admin)
            : _options.CallerPolicy is not null ? new ClosedCheck()
            : Caller;
    }

    /// <summary>Gets the check of those who call models; null if everyone may.</summary>
    public AccessCheck? Caller { get; }

    /// <summary>Gets the check of those who use the admin routes; null if everyone may.</summary>
    public AccessCheck? Operator { get; }

    /// <summary>Refuses to start with options that contradict each other, or that name a policy which does not exist.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var fault = Contradiction("ApiKey", _options.ApiKey, "CallerPolicy", _options.CallerPolicy)
            ?? Contradiction("AdminKey", _options.AdminKey, "AdminPolicy", _options.AdminPolicy);
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

    private static string? Contradiction(string key, string? keyValue, string policy, string? policyValue) =>
        string.IsNullOrEmpty(keyValue) || policyValue is null
            ? null
            : $"HttpApiOptions has both {key} and {policy}: set one of them.";
}
