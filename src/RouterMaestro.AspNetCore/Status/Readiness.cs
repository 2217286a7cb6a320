using RouterMaestro.Application.Ports;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.AspNetCore.Status;

/// <summary>
/// Says why no model is usable. Circuits do not count: while all of them are open, callers get an error that says when to come back, which
/// a load balancer that takes the gateway out of service would hide.
/// </summary>
internal static class Readiness
{
    /// <summary>Returns why no model is usable, in one sentence without secrets; null if one is.</summary>
    public static string? ReasonOf(GatewaySnapshot snapshot)
    {
        if (!snapshot.Catalog.UsableModels.IsEmpty)
        {
            return null;
        }

        var reasons = snapshot.Catalog.Providers.Select(ReasonOf).ToArray();
        return reasons.Length == 0 ? "No model is usable: no provider is configured." : $"No model is usable: {string.Join("; ", reasons)}.";
    }

    private static string ReasonOf(ProviderCard provider) => provider switch
    {
        { IsUsable: false, AcceptsLogin: true } => $"{provider.Id} needs a login ('router-maestro auth login {provider.Id}')",
        { IsUsable: false } => $"{provider.Id} needs {provider.KeyVariable ?? "a key"}",
        { IsListed: false } => $"the list of models of {provider.Id} has not arrived yet",
        _ => $"{provider.Id} has sent no list of models",
    };
}
