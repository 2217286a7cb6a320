using RouterMaestro.Domain.Protocols;
using RouterMaestro.Infrastructure.Providers.Modules;

namespace RouterMaestro.Infrastructure.Providers.GitHubCopilot;

/// <summary>Sets the header fields that Copilot expects of its clients.</summary>
internal sealed class CopilotHeaders(CopilotSettings settings) : IRequestCustomizer
{
    // Copilot knows this version alone, whatever the caller speaks
    private static readonly Dictionary<WireProtocol, string> _versions = new() { [WireProtocol.AnthropicMessages] = "2023-06-01" };

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

        if (_versions.GetValueOrDefault(request.Protocol) is { } version)
        {
            changes.SetHeader("anthropic-version", version);
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
