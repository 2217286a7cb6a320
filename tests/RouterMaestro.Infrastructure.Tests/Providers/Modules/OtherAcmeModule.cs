using RouterMaestro.Domain.Protocols;
using RouterMaestro.Infrastructure.Providers.Modules;

namespace RouterMaestro.Infrastructure.Tests.Providers.Modules;

/// <summary>A module whose type another module has.</summary>
internal sealed class OtherAcmeModule : IProviderModule
{
    public string Type => "ACME";

    public ProviderDefaults Defaults { get; } = new([WireProtocol.OpenAIChat]);

    public ProviderParts Create(ProviderModuleContext context) => new(context.Key);
}
