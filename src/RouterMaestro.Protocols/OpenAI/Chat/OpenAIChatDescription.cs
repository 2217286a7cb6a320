using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.OpenAI.Chat.Wire;
using RouterMaestro.Protocols.OpenAI.Shared;

namespace RouterMaestro.Protocols.OpenAI.Chat;

/// <summary>Describes OpenAI Chat Completions.</summary>
internal static class OpenAIChatDescription
{
    public static ProtocolDescription Instance { get; } = new(WireProtocol.OpenAIChat, "/chat/completions", "Authorization", "Bearer ", RateLimitNaming.OpenAI)
    {
        ModelList = OpenAIApi.ModelList,
        CallerKeyHeaders = OpenAIApi.CallerKeyHeaders,
        Routes = InboundRoute.Under(
            OpenAIApi.Roots,
            new InboundRoute(InboundOperation.Chat, "/chat/completions"),
            new InboundRoute(InboundOperation.Embeddings, "/embeddings"),
            new InboundRoute(InboundOperation.ModelList, "/models"),
            new InboundRoute(InboundOperation.Model, "/models/{**model}"),
            new InboundRoute(InboundOperation.Unserved, "/completions")
            {
                Advice = "is OpenAI's legacy API, which is not served: use POST /v1/chat/completions or POST /v1/responses.",
            }),
        InboundPaths = ["/api/openai", "/openai/v1", "/v1/chat", "/v1/embeddings"],
        ForwardedPrefixes = ["openai-"],
        ForwardedResponseHeaders = OpenAIApi.ForwardedResponseHeaders,
        RequestIdHeaders = ["x-request-id"],
        SignatureMembers = [new("signature", "\"reasoning_details\""), new("data", "\"reasoning_details\""), new("reasoning_opaque"), OpenAIChatCallSignatures.Signature],
        CallSignature = OpenAIChatCallSignatures.Signature,
        VariesByServer = true,
        HidesReasoning = OpenAIModels.Reasons,
    };
}
