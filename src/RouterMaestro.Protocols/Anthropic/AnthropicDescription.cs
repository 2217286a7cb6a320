using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Protocols.Anthropic;

/// <summary>Describes Anthropic Messages, version 2023-06-01.</summary>
internal static class AnthropicDescription
{
    public static ProtocolDescription Instance { get; } = new(WireProtocol.AnthropicMessages, "/messages", "x-api-key", "", RateLimitNaming.Anthropic)
    {
        InboundPaths = ["/api/anthropic", "/v1/messages"],
        CountPath = "/messages/count_tokens",
        ForwardedPrefixes = ["anthropic-"],
        RequestIdHeaders = ["request-id", "x-request-id"],
        CallerRequestIdHeader = "request-id",
        VersionHeader = ("anthropic-version", "2023-06-01"),
        ListQuery = "?limit=1000",
        PagesModelLists = true,
        SignatureMembers = [new("signature"), new("data", "redacted_thinking"), new("encrypted_content")],

        // a message is stored in a thread only if the request asks for it (beta message-threads)
        ResponseId = new("\"message_start\"", "message", IsStoredUnasked: false),
        PreviousResponseNotFound = static (id, provider) =>
            RouterError.Invalid("thread", $"The thread of message '{id}' is stored by '{provider}', where this model is not.") with { Code = "thread_not_found" },
    };
}
