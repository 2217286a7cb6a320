namespace RouterMaestro.Domain.Protocols;

/// <summary>A protocol in which models are called over HTTP.</summary>
public sealed record WireProtocol
{
    private WireProtocol(string name, string displayName, string vendor) => (Name, DisplayName, Vendor) = (name, displayName, vendor);

    /// <summary>Gets OpenAI Chat Completions.</summary>
    public static WireProtocol OpenAIChat { get; } = new("chat", "OpenAI Chat Completions", "OpenAI") { HasEmbeddings = true };

    /// <summary>Gets OpenAI Responses.</summary>
    public static WireProtocol OpenAIResponses { get; } = new("responses", "OpenAI Responses", "OpenAI") { HasEmbeddings = true, StoresResponses = true };

    /// <summary>Gets Anthropic Messages.</summary>
    public static WireProtocol AnthropicMessages { get; } = new("messages", "Anthropic Messages", "Anthropic");

    /// <summary>Gets every protocol that has a name.</summary>
    public static IReadOnlyList<WireProtocol> All { get; } = [OpenAIChat, OpenAIResponses, AnthropicMessages];

    /// <summary>Gets the name used in configuration: <c>chat</c>, <c>responses</c> or <c>messages</c>.</summary>
    public string Name { get; }

    /// <summary>Gets the name for people.</summary>
    public string DisplayName { get; }

    /// <summary>Gets the vendor that publishes it.</summary>
    public string Vendor { get; }

    /// <summary>Gets whether its API makes embeddings too.</summary>
    public bool HasEmbeddings { get; private init; }

    /// <summary>Gets whether its providers store responses, to be continued and retrieved.</summary>
    public bool StoresResponses { get; private init; }

    /// <summary>Finds a protocol by its configuration name.</summary>
    /// <param name="name">The name, in any case.</param>
    /// <returns>The protocol, or null when no protocol has that name.</returns>
    public static WireProtocol? Find(string name) =>
        All.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc />
    public override string ToString() => Name;
}
