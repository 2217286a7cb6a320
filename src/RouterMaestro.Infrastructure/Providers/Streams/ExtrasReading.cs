using RouterMaestro.Application.Calls;
using RouterMaestro.Infrastructure.Providers.Modules;
using RouterMaestro.Protocols.Passthrough;
using RouterMaestro.Protocols.Sse;

namespace RouterMaestro.Infrastructure.Providers.Streams;

/// <summary>Reads a provider's additions to one response: keeps the cost, and finds what callers do not get.</summary>
/// <param name="extras">Reads the provider's additions.</param>
/// <param name="call">The call.</param>
internal sealed class ExtrasReading(IResponseExtras extras, CandidateCall call)
{
    private List<ByteRange>? _removed;
    private CostSink.Entry? _cost;
    private bool _isDone;

    /// <summary>Gets the edits that remove what the last document held and callers do not get.</summary>
    public BodyEdit[] Removals => _removed is null ? [] : [.. _removed.Select(range => new BodyEdit(range, default))];

    /// <summary>Reads a document.</summary>
    /// <param name="json">A response or the data of a frame.</param>
    /// <returns>True if it holds something that callers do not get.</returns>
    public bool Read(ReadOnlySpan<byte> json)
    {
        if (!extras.MayBeIn(json))
        {
            return false;
        }

        (_removed ??= []).Clear();
        if (extras.Read(call.Candidate.Model, json, _removed) is { } cost)
        {
            _cost ??= call.Call.Costs.Open();
            (_cost.Cost, _cost.Charged) = (cost, extras.ChargedTokens(cost));
        }

        return _removed.Count > 0;
    }

    /// <summary>Returns whether callers do not get an event at all.</summary>
    public bool IsWithheld(ReadOnlySpan<byte> eventName) => extras.IsWithheld(eventName);

    /// <summary>Reads the frames that have arrived and that nobody will forward any more, since the caller left or the stream failed: they cost the same.</summary>
    /// <param name="reader">The bytes.</param>
    /// <param name="frames">The reader of the frames.</param>
    public void ReadRest(UpstreamReader reader, SseFrameReader frames)
    {
        if (_isDone)
        {
            return;
        }

        _isDone = true;
        while (frames.TryRead(reader.Unread, isFinal: true, out var frame))
        {
            Read(frame.Payload);
            reader.Consume(frame.Raw.Length);
        }
    }
}
