using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RouterMaestro.Application.Affinity;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Chat;
using RouterMaestro.Application.Configuration;
using RouterMaestro.Application.Health;
using RouterMaestro.Application.Messaging;
using RouterMaestro.Application.Models;
using RouterMaestro.Application.Outcomes;
using RouterMaestro.Application.Planning;
using RouterMaestro.Application.Ports;
using RouterMaestro.Application.Pricing;
using RouterMaestro.Application.Routing;
using RouterMaestro.Application.Streams;
using RouterMaestro.Application.Telemetry;
using RouterMaestro.Application.Tokens;
using RouterMaestro.Application.Translation;
using RouterMaestro.Application.UsageReports;
using RouterMaestro.Domain.Routing.Policies;
using RouterMaestro.Domain.Routing.Pools;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Anthropic;
using RouterMaestro.Protocols.OpenAI.Chat;
using RouterMaestro.Protocols.OpenAI.Embeddings;
using RouterMaestro.Protocols.OpenAI.Responses;

namespace RouterMaestro.Application.DependencyInjection;

/// <summary>Registers the use cases, codecs and routing policies that Infrastructure and the HTTP endpoints build on.</summary>
internal static class RouterMaestroCoreExtensions
{
    /// <summary>Registers the use cases and codecs; registering them twice changes nothing.</summary>
    /// <param name="services">The services of the host.</param>
    public static IRouterMaestroBuilder AddRouterMaestroCore(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.AddCodec<OpenAIChatCodec>();
        services.AddCodec<ResponsesCodec>();
        services.AddCodec<AnthropicCodec>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IOperationCodec, EmbeddingsCodec>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IOperationCodec, StoredResponsesCodec>());
        services.TryAddSingleton<CodecRegistry>();
        services.AddRoutingPolicy<PriorityPolicy>();
        services.AddRoutingPolicy<SameModelPolicy>();
        services.AddRoutingPolicy<NoFallbackPolicy>();
        services.AddRoutingPolicy<WeightedPolicy>();
        services.TryAddSingleton<GatewayProblems>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IProblemSource, UsageProblems>());
        services.TryAddSingleton<IHealthStore, HealthRegistry>();
        services.TryAddSingleton<IAffinityStore, AffinityStore>();
        services.TryAddSingleton<StreamGuards>();
        services.TryAddSingleton(static _ => MemoryBudget.OfHeap(MemoryBudget.DefaultShare));
        services.TryAddSingleton(provider => new CallPlanner(
            provider.GetRequiredService<IHealthStore>(), provider.GetRequiredService<IAffinityStore>(), provider.GetRequiredService<StreamGuards>()));
        services.TryAddSingleton<LossReporter>();
        services.TryAddSingleton<CallObservers>();
        services.TryAddSingleton<CircuitObservers>();
        services.TryAddSingleton<CallLog>();
        services.TryAddSingleton<DeniedRequestLog>();
        services.TryAddSingleton<CallMonitor>();
        services.AddMessaging();
        services.AddChat();
        services.AddTokenCounting();
        services.AddModels();
        services.AddRouting();
        services.AddPricing();
        services.AddRoutingSettings();
        services.AddTranslation();
        services.AddUsageReports();
        services.TryAddSingleton<IRouter, Router>();
        services.TryAddSingleton<IAdmin, Admin>();
        return new RouterMaestroBuilder(services);
    }

    /// <summary>Registers both halves of a protocol.</summary>
    internal static void AddCodec<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TCodec>(
        this IServiceCollection services)
        where TCodec : class, IInboundCodec, IOutboundCodec
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IInboundCodec, TCodec>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IOutboundCodec, TCodec>());
    }

    private static void AddRoutingPolicy<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TPolicy>(
        this IServiceCollection services)
        where TPolicy : class, IRoutingPolicy =>
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IRoutingPolicy, TPolicy>());
}
