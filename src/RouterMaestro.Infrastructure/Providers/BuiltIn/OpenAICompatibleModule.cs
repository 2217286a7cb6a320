using RouterMaestro.Domain.Protocols;
using RouterMaestro.Infrastructure.Providers.Modules;
using RouterMaestro.Infrastructure.Providers.Servers;

namespace RouterMaestro.Infrastructure.Providers.BuiltIn;

/// <summary>Servers that are compatible with OpenAI.</summary>
internal sealed class OpenAICompatibleModule : IProviderModule
{
    public const string Name = "openai-compatible";

    public string Type => Name;

    public ProviderDefaults Defaults { get; } = new([WireProtocol.OpenAIChat]) { Options = ServerSettings.Names, FindOptionErrors = ServerSettings.ErrorsOf, FindServer = ServerProfile.Of };

    public ProviderParts Create(ProviderModuleContext context) => new(context.Key)
    {
        // an entry "openai" of this type is a proxy in front of OpenAI, which returns OpenAI's list
        ReadModels = context.Id == OpenAIModule.Name ? body => OpenAIServedModels.Read(context.Id, body) : null,
        Server = new ServerKnowledge(context.Options, context.BaseAddress),
        StreamUsage = context.StreamUsage,
        SupportsThinkingParameter = context.SupportsThinkingParameter ?? !StrictHosts.Holds(context.BaseAddress),
    };
}
