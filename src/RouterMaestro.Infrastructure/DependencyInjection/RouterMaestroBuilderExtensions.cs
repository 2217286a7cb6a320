using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.DependencyInjection;
using RouterMaestro.Application.Outcomes;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain.Routing.Pools;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Infrastructure.Configuration;
using RouterMaestro.Infrastructure.Configuration.Providers;
using RouterMaestro.Infrastructure.DependencyInjection;
using RouterMaestro.Infrastructure.Providers.BuiltIn;
using RouterMaestro.Infrastructure.Providers.Modules;
using RouterMaestro.Infrastructure.Providers.Profiles;
using RouterMaestro.Protocols.Abstractions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds providers to the router and registers the sources of configuration.</summary>
public static class RouterMaestroBuilderExtensions
{
    /// <summary>
    /// Reads <c>providers.json</c>, <c>priorities.json</c> and <c>auth.json</c> when the router starts, and again whenever one of
    /// them changes while the host runs. An entry of a file takes precedence over a provider with the same id that the host adds in code.
    /// </summary>
    /// <param name="builder">The router.</param>
    /// <param name="paths">The paths of the files; null for the folders of the current user.</param>
    public static IRouterMaestroBuilder UseFileConfiguration(this IRouterMaestroBuilder builder, ConfigPaths? paths = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton(paths ?? ConfigPaths.FromEnvironment());
        builder.Services.TryAddSingleton<FileConfigurationFeed>();
        builder.Services.TryAddSingleton<IConfigurationFeed>(provider => provider.GetRequiredService<FileConfigurationFeed>());
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IProblemSource, FileConfigurationFeed>(
            provider => provider.GetRequiredService<FileConfigurationFeed>()));
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ConfigurationWatcher>());
        return builder;
    }

    /// <summary>
    /// Takes providers, routing settings and keys from the memory of the host, which may replace them while it runs. An entry takes precedence
    /// over a provider with the same id that the host adds in code. It excludes <see cref="UseFileConfiguration"/>: of both, the first call counts.
    /// </summary>
    /// <param name="builder">The router.</param>
    /// <param name="configuration">The configuration; null for an empty one, to be filled through the admin API.</param>
    public static IRouterMaestroBuilder UseInMemoryConfiguration(this IRouterMaestroBuilder builder, InMemoryConfiguration? configuration = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<IConfigurationFeed>(configuration ?? new InMemoryConfiguration());
        return builder;
    }

    /// <summary>
    /// Reads keys from the environment (<c>OPENAI_API_KEY</c>, <c>ANTHROPIC_API_KEY</c>, <c>MY_LLM_API_KEY</c> for a provider
    /// <c>my-llm</c>), and addresses from <c>ROUTER_MAESTRO_OPENAI_BASE_URL</c> and <c>ROUTER_MAESTRO_ANTHROPIC_BASE_URL</c>.
    /// </summary>
    /// <param name="builder">The router.</param>
    /// <param name="read">Reads an environment variable; null for those of the process.</param>
    public static IRouterMaestroBuilder UseEnvironmentKeys(this IRouterMaestroBuilder builder, Func<string, string?>? read = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton(new EnvironmentVariables(read ?? Environment.GetEnvironmentVariable));
        return builder;
    }

    /// <summary>
    /// Adds a routing policy. <c>fallback.strategy</c> in <c>priorities.json</c> or <see cref="RoutingSettings.Strategy"/> selects it by
    /// name. Two policies of one name, or a policy that cannot rank models, keep the router from starting.
    /// </summary>
    /// <typeparam name="TPolicy">The policy; one instance serves the whole router, so it must be thread-safe.</typeparam>
    /// <param name="builder">The router.</param>
    public static IRouterMaestroBuilder AddRoutingPolicy<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TPolicy>(
        this IRouterMaestroBuilder builder)
        where TPolicy : class, IRoutingPolicy
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IRoutingPolicy, TPolicy>());
        return builder;
    }

    /// <summary>
    /// Adds a guard that inspects the responses of models, streamed or whole. Responses pass several guards in the order of their registration.
    /// </summary>
    /// <typeparam name="TGuard">The guard; one instance serves the whole router, so it must be thread-safe. Two guards of one name keep the router from starting.</typeparam>
    /// <param name="builder">The router.</param>
    public static IRouterMaestroBuilder AddStreamGuard<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TGuard>(
        this IRouterMaestroBuilder builder)
        where TGuard : class, IStreamGuard
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IStreamGuard, TGuard>());
        return builder;
    }

    /// <summary>Adds an observer that learns how every call ends. Several observers are told in the order of their registration.</summary>
    /// <typeparam name="TObserver">The observer; one instance serves the whole router, so it must be thread-safe.</typeparam>
    /// <param name="builder">The router.</param>
    public static IRouterMaestroBuilder AddCallObserver<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TObserver>(
        this IRouterMaestroBuilder builder)
        where TObserver : class, ICallObserver
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<ICallObserver, TObserver>());
        return builder;
    }

    /// <summary>Adds an observer that learns when circuits open and close. Several observers are told in the order of their registration.</summary>
    /// <typeparam name="TObserver">The observer; one instance serves the whole router, so it must be thread-safe.</typeparam>
    /// <param name="builder">The router.</param>
    public static IRouterMaestroBuilder AddCircuitObserver<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TObserver>(
        this IRouterMaestroBuilder builder)
        where TObserver : class, ICircuitObserver
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<ICircuitObserver, TObserver>());
        return builder;
    }

    /// <summary>Adds a protocol: its callers are served, and providers may be called in it. Adding it twice has no effect.</summary>
    /// <typeparam name="TCodec">
    /// Both halves of the protocol. Two protocols with the same name or route, or a protocol without a route for calls, keep the router from
    /// starting.
    /// </typeparam>
    /// <param name="builder">The router.</param>
    public static IRouterMaestroBuilder AddProtocol<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TCodec>(
        this IRouterMaestroBuilder builder)
        where TCodec : class, IInboundCodec, IOutboundCodec
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddCodec<TCodec>();
        return builder;
    }

    /// <summary>Adds OpenAI with a key.</summary>
    /// <param name="builder">The router.</param>
    /// <param name="apiKey">The key.</param>
    /// <exception cref="ArgumentException">The key is null or blank, or OpenAI has been added already.</exception>
    public static IRouterMaestroBuilder AddOpenAI(this IRouterMaestroBuilder builder, string apiKey) =>
        builder.AddWithKey(OpenAIModule.Name, apiKey);

    /// <summary>Adds OpenAI.</summary>
    /// <param name="builder">The router.</param>
    /// <param name="configure">Sets the provider's options.</param>
    /// <exception cref="ArgumentException">OpenAI has been added already.</exception>
    public static IRouterMaestroBuilder AddOpenAI(this IRouterMaestroBuilder builder, Action<ProviderOptions> configure) =>
        builder.Register(OpenAIModule.Name, OpenAIModule.Name, configure);

    /// <summary>Adds Anthropic with a key.</summary>
    /// <param name="builder">The router.</param>
    /// <param name="apiKey">The key.</param>
    /// <exception cref="ArgumentException">The key is null or blank, or Anthropic has been added already.</exception>
    public static IRouterMaestroBuilder AddAnthropic(this IRouterMaestroBuilder builder, string apiKey) =>
        builder.AddWithKey(AnthropicModule.Name, apiKey);

    /// <summary>Adds Anthropic.</summary>
    /// <param name="builder">The router.</param>
    /// <param name="configure">Sets the provider's options.</param>
    /// <exception cref="ArgumentException">Anthropic has been added already.</exception>
    public static IRouterMaestroBuilder AddAnthropic(this IRouterMaestroBuilder builder, Action<ProviderOptions> configure) =>
        builder.Register(AnthropicModule.Name, AnthropicModule.Name, configure);

    /// <summary>Adds a server that is compatible with OpenAI.</summary>
    /// <param name="builder">The router.</param>
    /// <param name="name">The provider's id, the first part of its models' qualified ids: not blank, without a slash.</param>
    /// <param name="baseAddress">The base address, such as <c>http://localhost:11434/v1</c>.</param>
    /// <param name="configure">Sets the provider's options.</param>
    /// <exception cref="ArgumentException">The name is not a valid id or has been added already, or the address is null.</exception>
    public static IRouterMaestroBuilder AddOpenAICompatible(
        this IRouterMaestroBuilder builder, string name, string baseAddress, Action<ProviderOptions>? configure = null) =>
        builder.AddCompatible(name, OpenAICompatibleModule.Name, baseAddress, configure);

    /// <summary>Adds a server that is compatible with Anthropic.</summary>
    /// <param name="builder">The router.</param>
    /// <param name="name">The provider's id, the first part of its models' qualified ids: not blank, without a slash.</param>
    /// <param name="baseAddress">The base address, such as <c>https://llm.example.com</c>; <c>/v1</c> is added if it is missing.</param>
    /// <param name="configure">Sets the provider's options.</param>
    /// <exception cref="ArgumentException">The name is not a valid id or has been added already, or the address is null.</exception>
    public static IRouterMaestroBuilder AddAnthropicCompatible(
        this IRouterMaestroBuilder builder, string name, string baseAddress, Action<ProviderOptions>? configure = null) =>
        builder.AddCompatible(name, AnthropicCompatibleModule.Name, baseAddress, configure);

    /// <summary>Adds a provider of any type, such as one that a module of the host implements.</summary>
    /// <param name="builder">The router.</param>
    /// <param name="name">The provider's id, the first part of its models' qualified ids: not blank, without a slash.</param>
    /// <param name="type">The type, as in <c>providers.json</c>. If no module implements it, the router does not start.</param>
    /// <param name="configure">Sets the provider's options.</param>
    /// <exception cref="ArgumentException">The name is not a valid id, or has been added already.</exception>
    [Experimental("RM0001")]
    public static IRouterMaestroBuilder AddProvider(
        this IRouterMaestroBuilder builder, string name, string type, Action<ProviderOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(type);
        return builder.Register(name, type, configure ?? (static _ => { }));
    }

    /// <summary>Adds a module, which implements one <c>type</c> of providers. Adding it twice has no effect.</summary>
    /// <typeparam name="TModule">The module. Two modules with the same type keep the router from starting.</typeparam>
    /// <param name="builder">The router.</param>
    [Experimental("RM0001")]
    public static IRouterMaestroBuilder AddProviderModule<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TModule>(
        this IRouterMaestroBuilder builder)
        where TModule : class, IProviderModule
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IProviderModule, TModule>());
        return builder;
    }

    // a key that is missing in the host's configuration must not become a key of the environment, or none
    private static IRouterMaestroBuilder AddWithKey(this IRouterMaestroBuilder builder, string name, string apiKey) => !string.IsNullOrWhiteSpace(apiKey)
        ? builder.Register(name, name, options => options.ApiKey = apiKey)
        : throw new ArgumentException(
            $"The key of the provider '{name}' is null or blank: if it comes from the environment or auth.json, call {nameof(UseEnvironmentKeys)}() or {nameof(UseFileConfiguration)}() in place of this method.",
            nameof(apiKey));

    private static IRouterMaestroBuilder AddCompatible(
        this IRouterMaestroBuilder builder, string name, string type, string baseAddress, Action<ProviderOptions>? configure)
    {
        if (baseAddress is null)
        {
            throw new ArgumentNullException(nameof(baseAddress), $"The provider '{name}' has no base address.");
        }

        return builder.Register(name, type, options =>
        {
            options.BaseAddress = baseAddress;
            configure?.Invoke(options);
        });
    }

    private static IRouterMaestroBuilder Register(
        this IRouterMaestroBuilder builder, string id, string type, Action<ProviderOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(configure);
        if (EntryRules.ErrorOfId(id) is { } error)
        {
            throw new ArgumentException($"The name '{id}' is not a provider's id: it {error}.", nameof(id));
        }

        var namesake = builder.Services.Select(s => s.ImplementationInstance).OfType<ProviderRegistration>()
            .FirstOrDefault(r => r.Id.Equals(id, StringComparison.OrdinalIgnoreCase));
        if (namesake is not null)
        {
            throw new ArgumentException($"The provider '{namesake.Id}' has already been added: give this one another name, or set all options in one call.", nameof(id));
        }

        builder.Services.AddSingleton(new ProviderRegistration(id, type));
        builder.Services.AddOptions<ProviderOptions>(id).Configure(configure).ValidateOnStart();
        return builder;
    }
}
