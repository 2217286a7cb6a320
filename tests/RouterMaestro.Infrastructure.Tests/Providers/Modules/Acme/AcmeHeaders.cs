using RouterMaestro.Domain;
using RouterMaestro.Infrastructure.Providers.Modules;

namespace RouterMaestro.Infrastructure.Tests.Providers.Modules.Acme;

/// <summary>Names the initiator and images in header fields, and gives streams another service tier.</summary>
internal sealed class AcmeHeaders : IRequestCustomizer
{
    private static readonly RawJson _flex = RawJson.Parse("\"flex\"");

    public void Customize(UpstreamRequestFacts request, RequestChanges changes)
    {
        changes.SetHeader("acme-client", "router-maestro");
        if (request.Kind != UpstreamRequestKind.Chat)
        {
            return;
        }

        changes.SetHeader("acme-initiator", request.Initiator == RequestInitiator.User ? "user" : "agent");
        if (request.HasImages)
        {
            changes.SetHeader("acme-vision", "true");
        }

        if (request.IsStream)
        {
            changes.SetMember("service_tier", _flex);
        }
    }
}
