using System.Text.Json.Nodes;
using RouterMaestro.Application.Ports;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.Cli.Shell;
using RouterMaestro.Domain.Models;
using RouterMaestro.Infrastructure.Configuration;
using RouterMaestro.Infrastructure.Configuration.Files;
using RouterMaestro.Infrastructure.Configuration.Providers;

namespace RouterMaestro.Cli.Doctor.Checks;

/// <summary>Says of each provider where its key is from, and what a gateway that runs already has of it.</summary>
internal sealed class ProviderKeysCheck(SpareGateway spare, GatewayView gateway, ConfigPaths paths) : IDoctorCheck
{
    public string Group => "Providers";

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        if (FindProviders() is not { } providers)
        {
            return [];
        }

        var stored = StoredKeys();
        List<Finding> findings = [.. providers.Select(provider => Describe(provider, stored))];
        var running = await FindRunningAsync(cancellationToken);
        if (running is not null)
        {
            findings.AddRange(providers.Select(provider => Compare(provider, running)).OfType<Finding>());
        }
        else if (providers.All(provider => provider.Profile.Status == ProviderStatus.NeedsKey) && gateway.IsLocal)
        {
            findings.Add(Finding.Problem("No provider", "None can be called, so that a gateway here could serve nothing.", $"'{ProductInfo.Name} auth login' stores a key, or set a variable such as OPENAI_API_KEY."));
        }

        return findings;
    }

    private IReadOnlyList<ConfiguredProvider>? FindProviders()
    {
        try
        {
            return [.. spare.Configuration.Providers];
        }
        catch (GatewaySetupException)
        {
            // the check of the configuration says why
            return null;
        }
    }

    // a gateway elsewhere has an environment of its own
    private async Task<IReadOnlyList<ProviderContract>?> FindRunningAsync(CancellationToken cancellationToken) =>
        gateway.IsLocal ? (await gateway.AskAsync(cancellationToken)).Providers?.Providers : null;

    private static Finding Describe(ConfiguredProvider provider, IReadOnlyCollection<string> stored)
    {
        var profile = provider.Profile;
        var alsoStored = provider.KeySource == KeySource.Environment && stored.Contains(profile.Id, StringComparer.OrdinalIgnoreCase);
        var secret = profile.Module.Defaults.AcceptsLogin ? "login" : "key";
        return (profile.Status, provider.KeyProblem) switch
        {
            (_, { } problem) => Finding.Warning(profile.Id, $"{problem}.", $"correct {profile.KeyVariable ?? "the key"}."),
            (ProviderStatus.NeedsKey, _) when provider.Source == ProviderSource.File => Finding.Warning(profile.Id, $"It is in providers.json and has no {secret} here.", $"{profile.CredentialAdvice}."),
            (ProviderStatus.NeedsKey, _) => Finding.Note(profile.Id, $"no {secret}: {profile.CredentialAdvice}"),
            (ProviderStatus.Anonymous, _) => Finding.Ok(profile.Id, "needs no key"),
            _ when alsoStored => Finding.Note(profile.Id, $"key from {profile.KeyVariable}, which wins over the one in auth.json"),
            _ => Finding.Ok(profile.Id, provider.KeySource switch
            {
                KeySource.Environment => $"key from {profile.KeyVariable}",
                KeySource.KeyFile => "key from auth.json",
                KeySource.Module => "login from auth.json",
                _ => "ready",
            }),
        };
    }

    private static Finding? Compare(ConfiguredProvider provider, IReadOnlyList<ProviderContract> running)
    {
        var profile = provider.Profile;
        var there = running.FirstOrDefault(other => other.Name.Equals(profile.Id, StringComparison.OrdinalIgnoreCase));
        return there?.Status == "needs_key" && provider.KeySource == KeySource.Environment && profile.Status == ProviderStatus.Ready
            ? Finding.Warning(profile.Id, $"{profile.KeyVariable} is set in this shell, but not in the environment of the gateway that runs.", "restart the gateway from here, or set the variable where it starts.")
            : null;
    }

    /// <summary>Returns the providers whose keys are in <c>auth.json</c>, apart from the logins.</summary>
    private IReadOnlyCollection<string> StoredKeys()
    {
        try
        {
            return [.. (JsonFiles.Read(paths.AuthFile) ?? []).Where(entry => entry.Value is JsonObject login && login.ContainsKey("key")).Select(entry => entry.Key)];
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
