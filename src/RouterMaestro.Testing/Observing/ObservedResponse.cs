using System.Text.Json;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Observing;

/// <summary>
/// What a client got for an answer, read strictly from the wire of one protocol into one form for all protocols, streamed or not. Made
/// for assertions: it shares no code with the gateway's codecs and notes every breach of the protocol's grammar.
/// </summary>
public sealed record ObservedResponse
{
    internal ObservedResponse()
    {
    }

    /// <summary>Gets the answer's id; null when none was sent.</summary>
    public string? Id { get; init; }

    /// <summary>Gets the model that the answer names; null when none was sent.</summary>
    public string? Model { get; init; }

    /// <summary>Gets all text, joined.</summary>
    public string Text { get; init; } = "";

    /// <summary>Gets all reasoning, joined.</summary>
    public string Reasoning { get; init; } = "";

    /// <summary>Gets the signatures of Messages' reasoning blocks, or the encrypted contents of Responses' reasoning items.</summary>
    public IReadOnlyList<string> Signatures { get; init; } = [];

    /// <summary>Gets the refusal of Chat or Responses; Messages reports a refusal by its stop reason.</summary>
    public string Refusal { get; init; } = "";

    /// <summary>Gets the tool calls in order.</summary>
    public IReadOnlyList<ObservedToolCall> ToolCalls { get; init; } = [];

    /// <summary>
    /// Gets the protocol's word for why the answer ended; null when it was not said. In Responses that is <c>completed</c>, or
    /// why the answer is incomplete.
    /// </summary>
    public string? StopReason { get; init; }

    /// <summary>Gets the usage; null when it was not said. From Chat, tokens written to a cache are in <see cref="SimulatedUsage.Input"/>.</summary>
    public SimulatedUsage? Usage { get; init; }

    /// <summary>Gets whether the terminal came: <c>[DONE]</c>, <c>message_stop</c>, <c>response.completed</c> or <c>response.incomplete</c>; for an answer that is not streamed, whether it is one.</summary>
    public bool IsComplete { get; init; }

    /// <summary>Gets the error's message; null when there was no error.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>Gets the error's type, or its code where it has no type; null when there was no error, or one without either.</summary>
    public string? ErrorType { get; init; }

    /// <summary>
    /// Gets the breaches of the protocol's grammar: blocks that don't open and close in order, unstable indices, more than one
    /// terminal, something after it, and so on. A stream that breaks off is no breach: see <see cref="IsComplete"/>.
    /// </summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>Reads a stream.</summary>
    /// <param name="protocol"><see cref="WireProtocol.OpenAIChat"/>, <see cref="WireProtocol.OpenAIResponses"/> or <see cref="WireProtocol.AnthropicMessages"/>.</param>
    /// <param name="transcript">The stream.</param>
    /// <returns>What it says.</returns>
    /// <exception cref="NotSupportedException">The protocol is another.</exception>
    public static ObservedResponse FromStream(WireProtocol protocol, SseTranscript transcript) =>
        protocol == WireProtocol.AnthropicMessages ? new MessagesStreamObserver().Read(transcript)
        : protocol == WireProtocol.OpenAIResponses ? new ResponsesStreamObserver().Read(transcript)
        : protocol == WireProtocol.OpenAIChat ? new ChatStreamObserver().Read(transcript)
        : throw Unread(protocol);

    /// <summary>Reads the body of an answer that is not streamed, or of an error.</summary>
    /// <param name="protocol"><see cref="WireProtocol.OpenAIChat"/>, <see cref="WireProtocol.OpenAIResponses"/> or <see cref="WireProtocol.AnthropicMessages"/>.</param>
    /// <param name="body">The body.</param>
    /// <returns>What it says.</returns>
    /// <exception cref="NotSupportedException">The protocol is another.</exception>
    /// <exception cref="JsonException">The body is not JSON.</exception>
    public static ObservedResponse FromBody(WireProtocol protocol, ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        return protocol == WireProtocol.AnthropicMessages ? MessagesBodyObserver.Read(document.RootElement)
            : protocol == WireProtocol.OpenAIResponses ? ResponsesBodyObserver.Read(document.RootElement)
            : protocol == WireProtocol.OpenAIChat ? ChatBodyObserver.Read(document.RootElement)
            : throw Unread(protocol);
    }

    private static NotSupportedException Unread(WireProtocol protocol) => new($"no answers of {protocol} are read");
}

/// <summary>A tool call that a client got.</summary>
/// <param name="Id">The call's id.</param>
/// <param name="Name">The tool's name.</param>
/// <param name="Arguments">The arguments as JSON text, <c>{}</c> for a Messages stream that sent none; of a custom tool, its input.</param>
public sealed record ObservedToolCall(string Id, string Name, string Arguments)
{
    /// <summary>Gets whether the tool is one that takes free text.</summary>
    public bool IsCustom { get; init; }
}
