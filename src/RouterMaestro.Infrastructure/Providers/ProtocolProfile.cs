using RouterMaestro.Domain;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Infrastructure.Providers;

/// <summary>What a dialect demands of HTTP, and which header fields it lets through: data, not code.</summary>
/// <param name="Path">The path of its chat calls, behind the base address.</param>
/// <param name="KeyHeader">The field that carries the key.</param>
/// <param name="KeyPrefix">What stands before the key in that field.</param>
internal sealed record ProtocolProfile(string Path, string KeyHeader, string KeyPrefix)
{
    private static readonly ProtocolProfile _openAI = new("/chat/completions", "Authorization", "Bearer ")
    {
        UpPrefixes = ["openai-"],
        RequestIdHeaders = ["x-request-id"],
    };

    private static readonly ProtocolProfile _responses = _openAI with { Path = "/responses", CountPath = "/responses/input_tokens" };

    private static readonly ProtocolProfile _anthropic = new("/messages", "x-api-key", "")
    {
        CountPath = "/messages/count_tokens",
        UpPrefixes = ["anthropic-"],
        RequestIdHeaders = ["request-id", "x-request-id"],
        VersionHeader = ("anthropic-version", "2023-06-01"),
        ListQuery = "?limit=1000",
    };

    private static readonly string[] _down = ["retry-after", "retry-after-ms", "x-should-retry", "openai-processing-ms"];

    /// <summary>Gets the path at which the size of a call can be asked for; null when the dialect has none.</summary>
    public string? CountPath { get; private init; }

    /// <summary>Gets the beginnings of the caller's fields that go up when the dialect is the caller's own.</summary>
    public EquatableArray<string> UpPrefixes { get; private init; } = [];

    /// <summary>Gets the fields in which a provider tells its id of the request, the likeliest first.</summary>
    public EquatableArray<string> RequestIdHeaders { get; private init; } = [];

    /// <summary>Gets the field that names the dialect's version, and its value when the caller sends none.</summary>
    public (string Name, string Value)? VersionHeader { get; private init; }

    /// <summary>Gets the query of the call that lists models.</summary>
    public string ListQuery { get; private init; } = "";

    /// <summary>Finds the profile of a dialect.</summary>
    /// <param name="protocol">The dialect.</param>
    public static ProtocolProfile Of(WireProtocol protocol) =>
        protocol == WireProtocol.AnthropicMessages ? _anthropic : protocol == WireProtocol.OpenAIResponses ? _responses : _openAI;

    /// <summary>Tells whether a caller's field goes up when the dialect is the caller's own.</summary>
    /// <param name="name">The field's name.</param>
    public bool ForwardsToProvider(string name)
    {
        if (name.Equals("idempotency-key", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        foreach (var prefix in UpPrefixes)
        {
            if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Tells whether a provider's field comes down to the caller.</summary>
    /// <param name="name">The field's name.</param>
    public static bool ForwardsToCaller(string name) =>
        _down.Contains(name, StringComparer.OrdinalIgnoreCase) || name.Contains("ratelimit", StringComparison.OrdinalIgnoreCase);
}
