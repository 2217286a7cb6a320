using RouterMaestro.Domain.Protocols;
using RouterMaestro.Infrastructure.Providers.Modules;

namespace RouterMaestro.Infrastructure.Providers.BuiltIn;

/// <summary>Anthropic itself.</summary>
internal sealed class AnthropicModule : IProviderModule
{
    public const string Name = "anthropic";

    /// <summary>Anthropic's own address.</summary>
    public const string Address = "https://api.anthropic.com/v1";

    public string Type => Name;

    public ProviderDefaults Defaults { get; } = new([WireProtocol.AnthropicMessages])
    {
        BaseAddress = Address,
        BaseAddressVariable = "ROUTER_MAESTRO_ANTHROPIC_BASE_URL",
        EndsInVersion = true,
        IsBuiltIn = true,
        Vendor = "anthropic",
        Options = [],
    };

    public ProviderParts Create(ProviderModuleContext context) => AnthropicCompatibleModule.PartsOf(context);
}
