using Microsoft.Extensions.Options;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Infrastructure.Configuration.Providers;
using RouterMaestro.Infrastructure.Providers.Modules;
using RouterMaestro.Infrastructure.Providers.Profiles;

namespace RouterMaestro.Infrastructure.DependencyInjection;

/// <summary>The providers that the host adds in code, in the order of registration.</summary>
internal sealed class HostProviders(IEnumerable<ProviderRegistration> registrations, ProviderModules modules, IOptionsMonitor<ProviderOptions> options)
{
    /// <summary>Gets the entries.</summary>
    /// <exception cref="OptionsValidationException">The host's options are not valid.</exception>
    public IReadOnlyList<ProviderEntry> Entries => [.. registrations.Select(r => EntryOf(r.Id, options.Get(r.Id), modules.Find(r.Type)!))];

    private static ProviderEntry EntryOf(string id, ProviderOptions options, IProviderModule module) => new(id, module)
    {
        Source = ProviderSource.Code,
        Key = string.IsNullOrWhiteSpace(options.ApiKey) ? null : options.ApiKey.Trim(),
        BaseAddress = options.BaseAddress is { } address ? module.Defaults.NormalizeAddress(address) : null,
        Headers = options.Headers.Select(h => new HeaderField(h.Key, h.Value)).ToEquatableArray(),
        Models = options.Models.Distinct().Select(model => new ModelCard(new ModelRef(id, model), model)).ToEquatableArray(),
        Protocols = options.Protocols.Count == 0 ? module.Defaults.Protocols : options.Protocols.Distinct().ToEquatableArray(),
        AllowUnauthenticated = options.AllowUnauthenticated,
        StreamUsage = options.StreamUsage,
        OmitsFinishReason = options.OmitsFinishReason,
        SupportsThinkingParameter = options.SupportsThinkingParameter,
        Options = options.Options,
    };
}

/// <summary>Registers a provider that the host adds; the name of its options is the provider's id.</summary>
/// <param name="Id">The provider's id.</param>
/// <param name="Type">The type that its module implements.</param>
internal sealed record ProviderRegistration(string Id, string Type);
