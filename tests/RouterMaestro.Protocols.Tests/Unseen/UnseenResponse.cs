using System.Text;
using System.Text.Json.Nodes;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Tests.Replay;

namespace RouterMaestro.Protocols.Tests.Unseen;

/// <summary>An answer of a kind that no recording has, made up, and what it tells to callers of every protocol.</summary>
/// <param name="ProtocolName">The name of the provider's protocol.</param>
/// <param name="Lines">The answer: a whole one as one line, a stream as one payload a line.</param>
/// <param name="Expected">Text, reasoning, calls, finish and usage, parted by bars.</param>
internal sealed record UnseenResponse(string ProtocolName, string Lines, string Expected)
{
    /// <summary>Gets whether it is a stream: a whole answer is one line.</summary>
    public bool IsStream => Payloads.Length > 1;

    public WireProtocol Protocol => WireProtocol.Find(ProtocolName)!;

    private string[] Payloads => Lines.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Gets the bytes as a provider sends them.</summary>
    public byte[] Body => Encoding.UTF8.GetBytes(IsStream ? string.Concat(Payloads.Select(Frame)) : Lines);

    /// <summary>Gets the events that the answer is read as by a caller's direction.</summary>
    public IReadOnlyList<ChatEvent> EventsFor(WireProtocol caller) => new Hop(caller, Protocol).Decode(Body, IsStream);

    /// <summary>Tells what a caller gets, streamed or whole.</summary>
    public string ToldTo(WireProtocol caller, bool isStream)
    {
        var hop = new Hop(caller, Protocol);
        var events = EventsFor(caller);
        var written = isStream ? hop.Stream(events, []) : hop.Whole(events, [], new LossSink());
        if (isStream)
        {
            hop.CheckForm(written);
        }

        var told = ResponseReader.Of(caller, written, isStream);
        return told.IsFailure ? "failure" : $"{told.Text}|{told.Reasoning}|{string.Join(';', told.Calls)}|{told.Finish}|{told.Usage}";
    }

    private string Frame(string payload)
    {
        var type = payload.StartsWith('{') ? JsonNode.Parse(payload)!["type"]?.GetValue<string>() : null;
        return $"{(ProtocolName == "chat" || type is null ? "" : $"event: {type}\n")}data: {payload}\n\n";
    }
}
