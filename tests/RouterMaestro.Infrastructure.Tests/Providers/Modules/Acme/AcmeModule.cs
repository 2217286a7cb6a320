using RouterMaestro.Domain.Protocols;
using RouterMaestro.Infrastructure.Providers.Modules;

namespace RouterMaestro.Infrastructure.Tests.Providers.Modules.Acme;

/// <summary>A provider with a login, computed header fields, and a protocol and path for each model.</summary>
internal sealed class AcmeModule(TimeProvider clock) : IProviderModule
{
    public string Type => "acme";

    public ProviderDefaults Defaults { get; } = new([WireProtocol.OpenAIChat]);

    public ProviderParts Create(ProviderModuleContext context) => new(new AcmeLogin(context, clock))
    {
        Customizer = new AcmeHeaders(),
        ReadModels = body => AcmeModelList.Read(context.Id, body),
        FindPath = (_, model) => model.StartsWith("tuned-", StringComparison.Ordinal) ? $"/tuned/{model}/chat/completions" : null,
    };
}
