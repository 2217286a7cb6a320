using RouterMaestro.Domain.Protocols;
using RouterMaestro.Infrastructure.Providers.Modules;

namespace RouterMaestro.Infrastructure.Providers.BuiltIn;

/// <summary>OpenAI itself.</summary>
internal sealed class OpenAIModule : IProviderModule
{
    public const string Name = "openai";

    public string Type => Name;

    public ProviderDefaults Defaults { get; } = new([WireProtocol.OpenAIChat, WireProtocol.OpenAIResponses])
    {
        BaseAddress = "https://api.openai.com/v1",
        BaseAddressVariable = "ROUTER_MAESTRO_OPENAI_BASE_URL",
        IsBuiltIn = true,
        Vendor = "openai",
        Options = [],
    };

    public ProviderParts Create(ProviderModuleContext context) => new(context.Key)
    {
        ReadModels = body => OpenAIServedModels.Read(context.Id, body),
        StreamUsage = context.StreamUsage,
        SupportsThinkingParameter = context.SupportsThinkingParameter ?? false,
        IsOpenAIItself = true,
        OmitsHops = context.BaseAddress == Defaults.BaseAddress,
    };
}
