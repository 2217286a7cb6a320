using System.Collections.Concurrent;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Tests.Laws;
using RouterMaestro.TestKit;

namespace RouterMaestro.Protocols.Tests.Schemas;

/// <summary>A recorded answer, read: what it says as events, and whole where it can be had whole.</summary>
/// <param name="Name">The recording.</param>
/// <param name="Events">The events of the answer, streamed or cut from the whole.</param>
/// <param name="Whole">The whole answer; null when the stream broke off.</param>
/// <param name="Tools">The tools that the recorded request offered, as far as it was recorded.</param>
internal sealed record RecordedResponse(string Name, IReadOnlyList<ChatEvent> Events, ChatResponse? Whole, EquatableArray<Tool> Tools)
{
    private static readonly ConcurrentDictionary<WireProtocol, Lazy<IReadOnlyList<RecordedResponse>>> _all = new();

    /// <summary>Gets every recorded answer of a protocol that came with a success status and can be read as one.</summary>
    public static IReadOnlyList<RecordedResponse> Of(WireProtocol protocol) => _all.GetOrAdd(protocol, p => new(() => Read(p, RecordedCalls.Of(p)))).Value;

    private static IReadOnlyList<RecordedResponse> Read(WireProtocol protocol, IEnumerable<Recording> recordings)
    {
        var codec = LawCodec.Get(protocol.Name);
        return [.. recordings.Where(r => r.Status == 200).Select(r => Read(codec, r)).OfType<RecordedResponse>()];
    }

    private static RecordedResponse? Read(LawCodec codec, Recording recording)
    {
        var tools = ToolsOf(codec, recording);
        if (recording.IsSse)
        {
            var events = codec.Decode(recording.Body);
            var builder = new ChatResponseBuilder();
            events.ForEach(e => builder.Write(e));
            return new(recording.Name, events, events[^1] is ChatEvent.Completed ? builder.Build() : null, tools);
        }

        return codec.Outbound.ReadResponse(recording.Body).Response is { } response
            ? new(recording.Name, [.. ChatResponseEvents.Of(response)], response, tools)
            : null;
    }

    private static EquatableArray<Tool> ToolsOf(LawCodec codec, Recording recording)
    {
        try
        {
            return recording.RequestBody is { } body ? codec.Inbound.ReadRequest(body, RequestHints.None, new LossSink()).Tools : [];
        }
        catch (RouterException)
        {
            return [];
        }
    }
}
