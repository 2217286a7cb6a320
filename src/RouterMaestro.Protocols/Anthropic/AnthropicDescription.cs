using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Anthropic.Wire;
using RouterMaestro.Protocols.TokenCounts;

namespace RouterMaestro.Protocols.Anthropic;

/// <summary>Describes Anthropic Messages, version 2023-06-01.</summary>
internal static class AnthropicDescription
{
    public static ProtocolDescription Instance { get; } = new(WireProtocol.AnthropicMessages, "/messages", "x-api-key", "", RateLimitNaming.Anthropic)
    {
        ModelList = new AnthropicModelList(),
        ModelListPath = "/models?limit=1000",
        Routes =
        [
            .. InboundRoute.Under(
                ["/v1", "/api/anthropic/v1", "/api/anthropic/beta/v1"],
                new InboundRoute(InboundOperation.Chat, "/messages"),
                new InboundRoute(InboundOperation.TokenCount, "/messages/count_tokens"),
                new InboundRoute(InboundOperation.ModelList, "/models"),
                new InboundRoute(InboundOperation.Model, "/models/{**model}")),

            // Claude Code 2.1.330 sends HEAD to this path of its base address before the first call
            new InboundRoute(InboundOperation.Reachability, "/api/hello"),
        ],
        InboundPaths = ["/api/anthropic", "/v1/messages"],
        CountPath = "/messages/count_tokens",
        ReadCount = InputTokensDocument.Read,
        ForwardedPrefixes = ["anthropic-"],
        ForwardedResponseHeaders = ["retry-after-ms", "x-should-retry"],
        RequestIdHeaders = ["request-id", "x-request-id"],
        CallerRequestIdHeader = "request-id",
        VersionHeader = ("anthropic-version", "2023-06-01"),
        BetaHeader = "anthropic-beta",
        MaxToolNameLength = 128,
        FitCallId = AnthropicIds.Call,
        SignatureMembers = [new("signature"), new("data", "redacted_thinking"), new("encrypted_content")],

        // a message is stored in a thread only if the request asks for it (beta message-threads)
        ResponseId = new("\"message_start\"", "message", IsStoredUnasked: false),
        PreviousResponseNotFound = static (id, reason) =>
            RouterError.Invalid("thread", $"The thread of message '{id}' was not found: {reason}.") with { Code = "thread_not_found" },
    };
}
