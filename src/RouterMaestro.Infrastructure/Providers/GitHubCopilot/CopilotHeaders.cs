using System.Collections.Concurrent;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Infrastructure.Providers.Modules;

namespace RouterMaestro.Infrastructure.Providers.GitHubCopilot;

/// <summary>Sets the header fields that Copilot expects of its clients.</summary>
internal sealed class CopilotHeaders(CopilotSettings settings) : IRequestCustomizer
{
    /// <summary>The field with an id of its own for each attempt.</summary>
    public const string AttemptId = "X-Request-Id";

    private const string Initiator = "X-Initiator";

    /// <summary>The fields that no entry may set: who is billed follows from the conversation, and the token from the login.</summary>
    public static readonly EquatableArray<string> Own = ["Authorization", Initiator, AttemptId];

    // Copilot knows this version alone, whatever the caller speaks
    private static readonly Dictionary<WireProtocol, string> _versions = new() { [WireProtocol.AnthropicMessages] = "2023-06-01" };

    // a handful of sets, made once and shared by all requests that are alike
    private readonly ConcurrentDictionary<(string? Version, RequestInitiator Initiator, bool HasImages), HeaderField[]> _sets = new();

    public void Customize(UpstreamRequestFacts request, RequestChanges changes)
    {
        var kind = (_versions.GetValueOrDefault(request.Protocol), request.Initiator, request.HasImages);
        changes.SetAll(_sets.TryGetValue(kind, out var known) ? known : _sets.GetOrAdd(kind, MakeSet));
    }

    private HeaderField[] MakeSet((string? Version, RequestInitiator Initiator, bool HasImages) kind)
    {
        var fields = settings.ClientFields.Select(field => new HeaderField(field.Name, field.Value)).ToList();
        fields.Add(new("Copilot-Integration-Id", settings.IntegrationId));
        fields.Add(new("OpenAI-Intent", settings.Intent));
        if (kind.Version is { } version)
        {
            fields.Add(new("anthropic-version", version));
        }

        // GitHub bills what a person starts, and bans those who say otherwise
        if (kind.Initiator != RequestInitiator.Unknown)
        {
            fields.Add(new(Initiator, kind.Initiator == RequestInitiator.User ? "user" : "agent"));
        }

        if (kind.HasImages)
        {
            fields.Add(new("Copilot-Vision-Request", "true"));
        }

        return [.. fields];
    }
}
