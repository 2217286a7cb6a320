using RouterMaestro.Domain.Protocols;
using RouterMaestro.Infrastructure.Providers.Modules;
using RouterMaestro.Infrastructure.Providers.Servers;

namespace RouterMaestro.Infrastructure.Providers.BuiltIn;

/// <summary>Servers that are compatible with Anthropic.</summary>
internal sealed class AnthropicCompatibleModule : IProviderModule
{
    public const string Name = "anthropic-compatible";

    public string Type => Name;

    public ProviderDefaults Defaults { get; } = new([WireProtocol.AnthropicMessages]) { EndsInVersion = true, Options = ServerSettings.Names, FindOptionErrors = ServerSettings.ErrorsOf, FindServer = ServerProfile.Of };

    public ProviderParts Create(ProviderModuleContext context) => PartsOf(context);

    /// <summary>Creates the parts that Anthropic and compatible servers share. An entry may add the protocol Chat.</summary>
    public static ProviderParts PartsOf(ProviderModuleContext context) => new(context.Key)
    {
        Server = new ServerKnowledge(context.Options, context.BaseAddress),
        StreamUsage = context.StreamUsage,
        SupportsThinkingParameter = context.SupportsThinkingParameter ?? !StrictHosts.Holds(context.BaseAddress),
        OmitsHops = context.BaseAddress == AnthropicModule.Address,
    };
}
