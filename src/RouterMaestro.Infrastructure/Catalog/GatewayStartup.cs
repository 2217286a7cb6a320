using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RouterMaestro.Application.Streams;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Infrastructure.Catalog;

/// <summary>Logs the problems and the providers without a key at start, and requests the model lists without waiting for them.</summary>
internal sealed partial class GatewayStartup(GatewayState gateway, StreamGuards guards, ILogger<GatewayStartup> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var snapshot = gateway.Current;
        foreach (var problem in snapshot.Problems)
        {
            LogProblem(problem.Place, problem.Message);
        }

        foreach (var warning in gateway.Configuration.Warnings)
        {
            LogWarningOf(warning);
        }

        foreach (var provider in gateway.Configuration.Providers)
        {
            switch (provider.Profile.Status)
            {
                case ProviderStatus.Anonymous:
                    LogAnonymous(provider.Profile.Id);
                    break;

                // a key that is there and cannot be used is among the problems or warnings
                case ProviderStatus.NeedsKey when provider.KeyProblem is null:
                    LogNeedsKey(provider.Profile.Id, provider.Profile.ToCard().CredentialAdvice);
                    break;
            }
        }

        if (!guards.IsEmpty)
        {
            LogGuards(string.Join(", ", guards.Names));
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(3001, LogLevel.Error, "{File}: {Problem}")]
    private partial void LogProblem(string file, string problem);

    [LoggerMessage(3002, LogLevel.Warning, "{Warning}")]
    private partial void LogWarningOf(string warning);

    [LoggerMessage(3003, LogLevel.Information, "{Provider} has no key: requests are sent without one")]
    private partial void LogAnonymous(string provider);

    [LoggerMessage(3004, LogLevel.Information, "{Provider} cannot be used: {Advice}")]
    private partial void LogNeedsKey(string provider, string advice);

    [LoggerMessage(3005, LogLevel.Information, "Responses pass these stream guards, in this order: {Guards}")]
    private partial void LogGuards(string guards);
}
