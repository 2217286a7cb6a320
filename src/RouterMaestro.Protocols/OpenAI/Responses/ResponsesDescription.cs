using RouterMaestro.Domain;
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
        CallerKeyHeaders = OpenAIApi.CallerKeyHeaders,
        Routes = InboundRoute.Under(
            OpenAIApi.Roots,
            new InboundRoute(InboundOperation.Chat, "/responses"),
            new InboundRoute(InboundOperation.TokenCount, "/responses/input_tokens"),
            new InboundRoute(InboundOperation.StoredResponse, "/responses/{id}"),
            new InboundRoute(InboundOperation.StoredDelete, "/responses/{id}"),
            new InboundRoute(InboundOperation.StoredInput, "/responses/{id}/input_items"),
            new InboundRoute(InboundOperation.StoredCancel, "/responses/{id}/cancel"),

            // Codex 0.169.0 with supports_websockets, and Copilot CLI 1.0.102
            new InboundRoute(InboundOperation.WebSocket, "/responses")),
        InboundPaths = OpenAIApi.Roots.Select(root => root + "/responses").ToEquatableArray(),
        // the text that is kept, and those of output_text.done, content_part.done, output_item.done and response.completed
        ContentCopies = 5,
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
        FitCallId = ResponsesIds.Call,
        FramesItems = true,
        FindPromptItem = static field => ResponsesExtensionItem.IsOne(field) ? ResponsesExtensionItem.Of(field).Item : null,
        SignatureMembers = [new("encrypted_content")],
        ResponseId = new("\"response.created\"", "response", IsStoredUnasked: true),
    };
}
