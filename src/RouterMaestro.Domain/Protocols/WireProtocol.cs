namespace RouterMaestro.Domain.Protocols;

/// <summary>A protocol in which models are called over HTTP.</summary>
public sealed record WireProtocol
{
    /// <summary>Creates a protocol.</summary>
    /// <param name="name">The name used in configuration: lower-case letters, digits and <c>-</c>.</param>
    /// <param name="displayName">The name for people.</param>
    /// <param name="vendor">The vendor that publishes it.</param>
    /// <exception cref="ArgumentException">The name is empty, or holds other characters.</exception>
    public WireProtocol(string name, string displayName, string vendor)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            throw new ArgumentException($"The protocol's name '{name}' must consist of lower-case letters, digits and '-'.", nameof(name));
        }

        (Name, DisplayName, Vendor) = (name, displayName, vendor);
    }

    /// <summary>Gets OpenAI Chat Completions.</summary>
    public static WireProtocol OpenAIChat { get; } = new("chat", "OpenAI Chat Completions", "OpenAI") { HasEmbeddings = true };

    /// <summary>Gets OpenAI Responses.</summary>
    public static WireProtocol OpenAIResponses { get; } = new("responses", "OpenAI Responses", "OpenAI") { HasEmbeddings = true, StoresResponses = true };

    /// <summary>Gets Anthropic Messages.</summary>
    public static WireProtocol AnthropicMessages { get; } = new("messages", "Anthropic Messages", "Anthropic");

    /// <summary>Gets the protocols of the product. A host may add others, which the codec registry lists.</summary>
    public static IReadOnlyList<WireProtocol> All { get; } = [OpenAIChat, OpenAIResponses, AnthropicMessages];

    /// <summary>Gets the name used in configuration: <c>chat</c>, <c>responses</c> or <c>messages</c>.</summary>
    public string Name { get; }

    /// <summary>Gets the name for people.</summary>
    public string DisplayName { get; }

    /// <summary>Gets the vendor that publishes it.</summary>
    public string Vendor { get; }

    /// <summary>Gets whether its API makes embeddings too.</summary>
    public bool HasEmbeddings { get; init; }

    /// <summary>Gets whether its providers store responses, to be continued and retrieved.</summary>
    public bool StoresResponses { get; init; }

    /// <summary>Finds a protocol of the product by its configuration name.</summary>
    /// <param name="name">The name, in any case.</param>
    /// <returns>The protocol, or null when no protocol has that name.</returns>
    public static WireProtocol? Find(string name) =>
        All.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc />
    public override string ToString() => Name;
}
