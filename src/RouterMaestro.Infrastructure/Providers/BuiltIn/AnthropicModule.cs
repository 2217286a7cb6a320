using RouterMaestro.Domain.Protocols;
using RouterMaestro.Infrastructure.Providers.Modules;

namespace RouterMaestro.Infrastructure.Providers.BuiltIn;

/// <summary>Anthropic itself.</summary>
internal sealed class AnthropicModule : IProviderModule
{
    public const string Name = "anthropic";

    public string Type => Name;

    public ProviderDefaults Defaults { get; } = new([WireProtocol.AnthropicMessages])
    {
        BaseAddress = "https://api.anthropic.com/v1",
        BaseAddressVariable = "ROUTER_MAESTRO_ANTHROPIC_BASE_URL",
        EndsInVersion = true,
        IsBuiltIn = true,
        Options = [],
    };

    public ProviderParts Create(ProviderModuleContext context) => AnthropicCompatibleModule.PartsOf(context);
}
