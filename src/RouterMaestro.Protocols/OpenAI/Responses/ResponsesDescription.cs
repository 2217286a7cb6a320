using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.OpenAI.Responses.Wire;
using RouterMaestro.Protocols.OpenAI.Shared;
using RouterMaestro.Protocols.TokenCounts;

namespace RouterMaestro.Protocols.OpenAI.Responses;

/// <summary>Describes OpenAI Responses.</summary>
internal static class ResponsesDescription
{
    public static ProtocolDescription Instance { get; } = new(WireProtocol.OpenAIResponses, "/responses", "Authorization", "Bearer ", RateLimitNaming.OpenAI)
    {
        ModelList = OpenAIApi.ModelList,
        Routes = InboundRoute.Under(
            OpenAIApi.Roots,
            new InboundRoute(InboundOperation.Chat, "/responses"),
            new InboundRoute(InboundOperation.TokenCount, "/responses/input_tokens"),
            new InboundRoute(InboundOperation.StoredResponse, "/responses/{id}"),
            new InboundRoute(InboundOperation.StoredDelete, "/responses/{id}"),
            new InboundRoute(InboundOperation.StoredInput, "/responses/{id}/input_items"),
            new InboundRoute(InboundOperation.StoredCancel, "/responses/{id}/cancel")),
        InboundPaths = ["/v1/responses", "/api/openai/v1/responses", "/api/openai/beta/v1/responses"],
        ConversationMember = "input",
        CountPath = "/responses/input_tokens",
        ReadCount = InputTokensDocument.Read,
        WriteCount = static (json, tokens) =>
        {
            json.WriteStartObject();
            json.WriteString("object"u8, "response.input_tokens"u8);
            json.WriteNumber("input_tokens"u8, tokens);
            json.WriteEndObject();
        },
        ForwardedPrefixes = ["openai-"],
        ForwardedResponseHeaders = OpenAIApi.ForwardedResponseHeaders,
        RequestIdHeaders = ["x-request-id"],
        HasToolNamespaces = true,
        FramesItems = true,
        FindPromptItem = static field => ResponsesExtensionItem.IsOne(field) ? ResponsesExtensionItem.Of(field).Item : null,
        SignatureMembers = [new("encrypted_content")],
        ResponseId = new("\"response.created\"", "response", IsStoredUnasked: true),
    };
}
