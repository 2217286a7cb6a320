using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Infrastructure.Providers.Modules;

namespace RouterMaestro.Infrastructure.Providers.GitHubCopilot;

/// <summary>Sets the header fields that Copilot expects of its clients.</summary>
internal sealed class CopilotHeaders(CopilotSettings settings) : IRequestCustomizer
{
    // Copilot knows this version alone, whatever the caller speaks
    private static readonly Dictionary<WireProtocol, string> _versions = new() { [WireProtocol.AnthropicMessages] = "2023-06-01" };

    private static readonly HeaderField _user = new("X-Initiator", "user");
    private static readonly HeaderField _agent = new("X-Initiator", "agent");
    private static readonly HeaderField _vision = new("Copilot-Vision-Request", "true");

    private readonly HeaderField[] _fields =
    [
        .. settings.ClientFields.Select(field => new HeaderField(field.Name, field.Value)),
        new("Copilot-Integration-Id", settings.IntegrationId),
        new("OpenAI-Intent", settings.Intent),
    ];

    public void Customize(UpstreamRequestFacts request, RequestChanges changes)
    {
        foreach (var field in _fields)
        {
            changes.Set(field);
        }

        if (_versions.GetValueOrDefault(request.Protocol) is { } version)
        {
            changes.SetHeader("anthropic-version", version);
        }

        // GitHub bills what a person starts, and bans those who say otherwise
        if (request.Initiator != RequestInitiator.Unknown)
        {
            changes.Set(request.Initiator == RequestInitiator.User ? _user : _agent);
        }

        if (request.HasImages)
        {
            changes.Set(_vision);
        }
    }
}
