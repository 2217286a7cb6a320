using RouterMaestro.Domain;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Infrastructure.Providers.Profiles;

/// <summary>The defaults of a provider entry by its <c>type</c>.</summary>
/// <param name="Name">The name in <c>type</c>, or the id of a built-in provider.</param>
/// <param name="Protocols">The default protocols, the preferred one first.</param>
internal sealed record ProviderType(string Name, EquatableArray<WireProtocol> Protocols)
{
    /// <summary>Gets the type of OpenAI itself.</summary>
    public static ProviderType OpenAI { get; } = new("openai", [WireProtocol.OpenAIChat, WireProtocol.OpenAIResponses])
    {
        BaseAddress = "https://api.openai.com/v1",
        BaseAddressVariable = "ROUTER_MAESTRO_OPENAI_BASE_URL",
    };

    /// <summary>Gets the type of Anthropic itself.</summary>
    public static ProviderType Anthropic { get; } = new("anthropic", [WireProtocol.AnthropicMessages])
    {
        BaseAddress = "https://api.anthropic.com/v1",
        BaseAddressVariable = "ROUTER_MAESTRO_ANTHROPIC_BASE_URL",
        EndsInVersion = true,
    };

    /// <summary>Gets the type of servers that are compatible with OpenAI.</summary>
    public static ProviderType OpenAICompatible { get; } = new("openai-compatible", [WireProtocol.OpenAIChat]);

    /// <summary>Gets the type of servers that are compatible with Anthropic.</summary>
    public static ProviderType AnthropicCompatible { get; } =
        new("anthropic-compatible", [WireProtocol.AnthropicMessages]) { EndsInVersion = true };

    /// <summary>Gets the providers that need no entry, the preferred one first.</summary>
    public static EquatableArray<ProviderType> BuiltIn { get; } = [OpenAI, Anthropic];

    /// <summary>Gets the default address; null if there is none.</summary>
    public string? BaseAddress { get; private init; }

    /// <summary>Gets the environment variable that overrides the address; null if there is none.</summary>
    public string? BaseAddressVariable { get; private init; }

    /// <summary>Gets whether <c>/v1</c> is added to addresses that lack it.</summary>
    public bool EndsInVersion { get; private init; }

    /// <summary>Finds a built-in provider by its id, without regard to case.</summary>
    public static ProviderType? FindBuiltIn(string id) =>
        BuiltIn.FirstOrDefault(type => type.Name.Equals(id, StringComparison.OrdinalIgnoreCase));

    /// <summary>Finds a type by its name in <c>type</c>.</summary>
    public static ProviderType? FindCompatible(string name) =>
        name == OpenAICompatible.Name ? OpenAICompatible : name == AnthropicCompatible.Name ? AnthropicCompatible : null;

    /// <summary>Normalizes an address for a profile; returns null if it is not valid.</summary>
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
