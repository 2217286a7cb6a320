using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;
using RouterMaestro.Infrastructure.Auth;
using RouterMaestro.Infrastructure.Providers.Profiles;

namespace RouterMaestro.Infrastructure.Configuration.Providers;

/// <summary>Builds profiles from entries: finds addresses and keys, and decides whether a provider can be called.</summary>
internal sealed class ProfileBuilder(AuthFile auth, EnvironmentVariables? environment)
{
    private readonly List<ConfigProblem> _problems = [];
    private readonly List<string> _warnings = [];
    private readonly List<string> _unused = [];
    private readonly Dictionary<string, string> _variables = [];

    /// <summary>Gets the problems with keys and addresses.</summary>
    public EquatableArray<ConfigProblem> Problems => _problems.ToEquatableArray();

    /// <summary>Gets the warnings for the log.</summary>
    public EquatableArray<string> Warnings => _warnings.ToEquatableArray();

    /// <summary>Builds the profile and finds the key.</summary>
    /// <param name="entry">The entry.</param>
    /// <returns>The provider; null if there is no valid address.</returns>
    public ConfiguredProvider? Build(ProviderEntry entry)
    {
        if (AddressOf(entry) is not { } address)
        {
            return null;
        }

        var variable = environment is null ? null : entry.KeyVariable ?? ProviderKeys.VariableFor(entry.Id);
        var unused = _unused.Count;
        var (key, source) = FindKey(entry, variable);
        var profile = new ProviderProfile(entry.Id, entry.Module, address, entry.Protocols)
        {
            KeyVariable = variable,
            Status = StatusOf(entry, address, key),
            Headers = entry.Headers,
            PinnedModels = entry.Models,
            StreamUsage = entry.StreamUsage,
            OmitsFinishReason = entry.OmitsFinishReason,
            SupportsThinkingParameter = entry.SupportsThinkingParameter,
            Options = entry.Options,
        };
        return new ConfiguredProvider(profile, key)
        {
            Source = entry.Source,
            Pricing = entry.Pricing,
            KeySource = source,
            KeyProblem = _unused.Count > unused ? string.Join("; ", _unused[unused..]) : null,
        };
    }

    private (string? Key, KeySource Source) FindKey(ProviderEntry entry, string? variable) =>
        entry.Key is { } given ? (given, KeySource.Code)
        : variable is not null && FromEnvironment(entry, variable) is { } found ? (found, KeySource.Environment)
        : FromFile(entry) is { } kept ? (kept, KeySource.KeyFile)
        : (null, entry.Module.Defaults.NeedsKey ? KeySource.None : KeySource.Module);

    private static ProviderStatus StatusOf(ProviderEntry entry, string address, string? key) =>
        key is not null || !entry.Module.Defaults.NeedsKey ? ProviderStatus.Ready
        : entry.AllowUnauthenticated || new Uri(address).IsLoopback ? ProviderStatus.Anonymous
        : ProviderStatus.NeedsKey;

    private string? AddressOf(ProviderEntry entry)
    {
        var defaults = entry.Module.Defaults;
        if (defaults.BaseAddressVariable is not { } variable || environment?.Find(variable) is not { } text)
        {
            return entry.BaseAddress ?? defaults.BaseAddress;
        }

        if (EntryRules.ErrorOfEndpoint(text) is { } error)
        {
            _problems.Add(new(EnvironmentVariables.Name, $"{variable} {error}; '{entry.Id}' is left out"));
            return null;
        }

        var address = defaults.NormalizeAddress(text);
        if (address is not null && entry.BaseAddress is { } written && written != address)
        {
            _warnings.Add($"{variable} in the gateway's environment overrides the base address of '{entry.Id}'.");
        }

        if (address is null)
        {
            // falling back would send requests to where the operator did not want them
            _problems.Add(new(EnvironmentVariables.Name, $"{variable} {EntryRules.AddressRule}; '{entry.Id}' is left out"));
        }

        return address;
    }

    private string? FromEnvironment(ProviderEntry entry, string variable)
    {
        if (!_variables.TryAdd(variable, entry.Id))
        {
            _warnings.Add($"'{_variables[variable]}' and '{entry.Id}' both take their key from {variable}.");
        }

        return Checked(environment!.Find(variable), entry, EnvironmentVariables.Name, variable);
    }

    private bool IsOwn(string key) => ProviderKeys.OwnVariables.Any(variable => environment?.Find(variable) == key);

    private string? FromFile(ProviderEntry entry) => Checked(
        auth.Keys.GetValueOrDefault(entry.Id) ?? (entry.Module.Defaults.AcceptsLogin ? auth.Logins.GetValueOrDefault(entry.Id)?.Token : null),
        entry,
        AuthFile.Name,
        $"the key of '{entry.Id}'");

    private string? Checked(string? key, ProviderEntry entry, string source, string place)
    {
        var id = entry.Id;
        if (key is null)
        {
            return null;
        }

        if (key.StartsWith(ProviderKeys.GatewayKeyPrefix, StringComparison.Ordinal) || IsOwn(key))
        {
            _warnings.Add($"{place} ({source}) is a key of this gateway, which is of no use to '{id}': it is ignored.");
            _unused.Add($"{place} is a key of this gateway, which is of no use to '{id}'");
            return null;
        }

        if ((EntryRules.ErrorOfKey(key) ?? entry.Module.Defaults.FindKeyError?.Invoke(key)) is { } error)
        {
            _problems.Add(new(source, $"{place} {error}; it is ignored"));
            _unused.Add($"{place} {error}");
            return null;
        }

        return key;
    }
}
