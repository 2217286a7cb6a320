using RouterMaestro.Domain.Protocols;
using RouterMaestro.Infrastructure.Providers.Modules;

namespace RouterMaestro.Infrastructure.Providers.GitHubCopilot;

/// <summary>Sets the header fields that Copilot expects of its clients.</summary>
internal sealed class CopilotHeaders(CopilotSettings settings) : IRequestCustomizer
{
    private readonly (string Name, string Value)[] _fields =
    [
        .. settings.ClientFields,
        ("Copilot-Integration-Id", settings.IntegrationId),
        ("OpenAI-Intent", settings.Intent),
    ];

    public void Customize(UpstreamRequestFacts request, RequestChanges changes)
    {
        foreach (var (name, value) in _fields)
        {
            changes.SetHeader(name, value);
        }

        if (request.Protocol == WireProtocol.AnthropicMessages)
        {
            // Copilot knows this version alone, whatever the caller speaks
            changes.SetHeader("anthropic-version", "2023-06-01");
        }

        // GitHub bills what a person starts, and bans those who say otherwise
        if (request.Initiator != RequestInitiator.Unknown)
        {
            changes.SetHeader("X-Initiator", request.Initiator == RequestInitiator.User ? "user" : "agent");
        }

        if (request.HasImages)
        {
            changes.SetHeader("Copilot-Vision-Request", "true");
        }
    }
}
