using RouterMaestro.Domain.Protocols;
using RouterMaestro.TestKit.Schemas;

namespace RouterMaestro.Protocols.Tests.Schemas;

/// <summary>What the publisher of a protocol says that its documents look like.</summary>
/// <param name="Response">A whole answer.</param>
/// <param name="Event">One event of a stream.</param>
/// <param name="Error">The body of an error.</param>
/// <param name="ErrorEvent">The event of an error in a stream.</param>
/// <param name="Request">A request.</param>
internal sealed record ProtocolSchemas(ApiSchema Response, ApiSchema Event, ApiSchema Error, ApiSchema ErrorEvent, ApiSchema Request)
{
    private static readonly Lazy<Dictionary<WireProtocol, ProtocolSchemas>> _all = new(() => new()
    {
        [WireProtocol.OpenAIChat] = OfOpenAI("CreateChatCompletionResponse", "CreateChatCompletionStreamResponse", "ErrorResponse", "CreateChatCompletionRequest"),
        [WireProtocol.OpenAIResponses] = OfOpenAI("Response", "ResponseStreamEvent", "ResponseStreamEvent", "CreateResponse"),
        [WireProtocol.AnthropicMessages] = OfAnthropic("Message", "MessageStreamEvent", "ErrorResponse", "CreateMessageParams"),
    });

    /// <summary>Gets what Anthropic says of the documents of its beta paths.</summary>
    public static ProtocolSchemas AnthropicBeta => OfAnthropic("BetaMessage", "BetaMessageStreamEvent", "BetaErrorResponse", "BetaCreateMessageParams");

    public static ProtocolSchemas Of(WireProtocol protocol) => _all.Value[protocol];

    private static ProtocolSchemas OfOpenAI(string response, string streamEvent, string errorEvent, string request)
    {
        var api = ApiDocument.OpenAI;
        return new(api.Schema(response), api.Schema(streamEvent), api.Schema("ErrorResponse"), api.Schema(errorEvent), api.Schema(request));
    }

    private static ProtocolSchemas OfAnthropic(string response, string streamEvent, string error, string request)
    {
        var api = ApiDocument.Anthropic;
        return new(api.Schema(response), api.Schema(streamEvent), api.Schema(error), api.Schema(error), api.Schema(request));
    }
}
