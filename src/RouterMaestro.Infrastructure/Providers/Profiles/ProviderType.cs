using RouterMaestro.Domain;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Infrastructure.Providers.Profiles;

/// <summary>What an entry of a kind of provider starts from: data, not code.</summary>
/// <param name="Name">The name in <c>type</c>; of a provider that is built in, its id.</param>
/// <param name="Protocols">The dialects it speaks unless the entry says otherwise, the preferred one first.</param>
internal sealed record ProviderType(string Name, EquatableArray<WireProtocol> Protocols)
{
    /// <summary>Gets OpenAI itself.</summary>
    public static ProviderType OpenAI { get; } = new("openai", [WireProtocol.OpenAIChat, WireProtocol.OpenAIResponses])
    {
        BaseAddress = "https://api.openai.com/v1",
        BaseAddressVariable = "ROUTER_MAESTRO_OPENAI_BASE_URL",
    };

    /// <summary>Gets Anthropic itself.</summary>
    public static ProviderType Anthropic { get; } = new("anthropic", [WireProtocol.AnthropicMessages])
    {
        BaseAddress = "https://api.anthropic.com/v1",
        BaseAddressVariable = "ROUTER_MAESTRO_ANTHROPIC_BASE_URL",
        EndsInVersion = true,
    };

    /// <summary>Gets servers that speak as OpenAI does.</summary>
    public static ProviderType OpenAICompatible { get; } = new("openai-compatible", [WireProtocol.OpenAIChat]);

    /// <summary>Gets servers that speak as Anthropic does.</summary>
    public static ProviderType AnthropicCompatible { get; } =
        new("anthropic-compatible", [WireProtocol.AnthropicMessages]) { EndsInVersion = true };

    /// <summary>Gets the providers that need no entry, in the order in which they are preferred.</summary>
    public static EquatableArray<ProviderType> BuiltIn { get; } = [OpenAI, Anthropic];

    /// <summary>Gets the address unless something says otherwise; null when there is none.</summary>
    public string? BaseAddress { get; private init; }

    /// <summary>Gets the environment variable that says otherwise; null when there is none.</summary>
    public string? BaseAddressVariable { get; private init; }

    /// <summary>Gets whether <c>/v1</c> is put behind addresses that lack it.</summary>
    public bool EndsInVersion { get; private init; }

    /// <summary>Finds a provider that is built in by its id, in any case.</summary>
    public static ProviderType? FindBuiltIn(string id) =>
        BuiltIn.FirstOrDefault(type => type.Name.Equals(id, StringComparison.OrdinalIgnoreCase));

    /// <summary>Finds a kind by the name that <c>type</c> gives it.</summary>
    public static ProviderType? FindCompatible(string name) =>
        name == OpenAICompatible.Name ? OpenAICompatible : name == AnthropicCompatible.Name ? AnthropicCompatible : null;

    /// <summary>Brings an address into the form of a profile; null when it is none.</summary>
    /// <param name="address">An absolute http or https address, without user, query and fragment.</param>
    public string? NormalizeAddress(string address)
    {
        var trimmed = address.Trim().TrimEnd('/');
        if (!Uri.TryCreate(trimmed, UriKind.Absolute, out var uri)
            || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
            || uri.Host.Length == 0
            || (uri.UserInfo + uri.Query + uri.Fragment).Length > 0)
        {
            return null;
        }

        return EndsInVersion && !trimmed.EndsWith("/v1", StringComparison.Ordinal) ? trimmed + "/v1" : trimmed;
    }
}
