using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.OpenAI.Shared;

namespace RouterMaestro.Protocols.OpenAI.Chat;

/// <summary>Describes OpenAI Chat Completions.</summary>
internal static class OpenAIChatDescription
{
    public static ProtocolDescription Instance { get; } = new(WireProtocol.OpenAIChat, "/chat/completions", "Authorization", "Bearer ", RateLimitNaming.OpenAI)
    {
        InboundPaths = ["/api/openai", "/v1/chat", "/v1/embeddings"],
        ForwardedPrefixes = ["openai-"],
        RequestIdHeaders = ["x-request-id"],
        SignatureMembers = [new("signature", "\"reasoning_details\""), new("data", "\"reasoning_details\""), new("reasoning_opaque")],
        HidesReasoning = OpenAIModels.Reasons,
    };
}
