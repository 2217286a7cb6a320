using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Protocols.OpenAI.Responses;

/// <summary>Describes OpenAI Responses.</summary>
internal static class ResponsesDescription
{
    public static ProtocolDescription Instance { get; } = new(WireProtocol.OpenAIResponses, "/responses", "Authorization", "Bearer ", RateLimitNaming.OpenAI)
    {
        InboundPaths = ["/v1/responses", "/api/openai/v1/responses", "/api/openai/beta/v1/responses"],
        ConversationMember = "input",
        CountPath = "/responses/input_tokens",
        CountObject = "response.input_tokens",
        ForwardedPrefixes = ["openai-"],
        RequestIdHeaders = ["x-request-id"],
        SignatureMembers = [new("encrypted_content")],
        ResponseId = new("\"response.created\"", "response", IsStoredUnasked: true),
    };
}
