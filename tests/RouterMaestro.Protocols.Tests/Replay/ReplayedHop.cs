using System.Text;
using System.Text.Json;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Tests.Laws;

namespace RouterMaestro.Protocols.Tests.Replay;

/// <summary>Replays a recorded call in one direction and returns the first difference.</summary>
internal static class ReplayedHop
{
    private static readonly byte[] _served = "\"provider/served-x\""u8.ToArray();

    /// <summary>Translates the recorded response for a caller, streamed and buffered.</summary>
    public static string? Response(ReplayedRecording recording, WireProtocol caller)
    {
        var hop = new Hop(caller, recording.Protocol);
        var (body, isStream) = (recording.Recording.Body, recording.Recording.IsSse);
        var told = ObservedResponseOf(recording);
        if (hop.IsPassthrough)
        {
            return told.IsFailure ? null : isStream ? PassthroughStream(body, caller) : PassthroughWhole(body, caller);
        }

        var events = hop.Decode(body, isStream);
        var stream = hop.Stream(events, []);
        hop.CheckForm(stream);
        return Named("streamed", told.DifferenceFrom(ResponseReader.Of(caller, stream, isStream: true)))
            ?? Named("whole", told.DifferenceFrom(ResponseReader.Of(caller, hop.Whole(events, [], new LossSink()), isStream: false)));
    }

    /// <summary>Translates the recorded request for a provider of another protocol.</summary>
    public static string? Request(ReplayedRecording recording, WireProtocol provider) => Request(new Hop(recording.Protocol, provider), recording.Request!);

    /// <summary>Translates a request in a direction.</summary>
    public static string? Request(Hop hop, byte[] request)
    {
        var losses = new LossSink();
        var asked = RequestObserver.Of(hop.Caller, request);
        if (hop.IsPassthrough)
        {
            return null;
        }

        byte[] written;
        try
        {
            written = hop.Forward(request, losses);
        }
        catch (RouterException refusal)
        {
            // another provider cannot continue stored state
            return asked.HasForeign && refusal.Error is { Status: 400, Param: { } param } && refusal.Error.Message.Contains(param, StringComparison.Ordinal)
                ? null
                : $"refused: {refusal.Error.Message}";
        }

        var again = LawCodec.Get(hop.Provider.Name).Inbound.ReadFacts(written, RequestHints.None);
        return again.Error?.Message ?? ObservedRequestDifference.Find(asked, RequestObserver.Of(hop.Provider, written), losses.Fields.ToList());
    }

    public static ObservedResponse ObservedResponseOf(ReplayedRecording recording)
    {
        try
        {
            return ResponseReader.Of(recording.Protocol, recording.Recording.Body, recording.Recording.IsSse);
        }
        catch (JsonException)
        {
            return ObservedResponse.Failure;
        }
    }

    private static string? Named(string form, string? difference) => difference is null ? null : $"{form}: {difference}";

    private static string? PassthroughStream(byte[] body, WireProtocol protocol)
    {
        var path = protocol == WireProtocol.OpenAIChat ? "model" : protocol == WireProtocol.OpenAIResponses ? "response.model" : "message.model";
        var (passed, isOver) = TappedStream.Pass(body, LawCodec.Get(protocol.Name).Outbound.CreateTap(new() { Rules = new() { OmitsFinishReason = true } }), _served, int.MaxValue / 2);
        var expected = SlowFrameRewriter.Stream(body, path, _served);
        return passed.SequenceEqual(isOver ? expected[..Math.Min(expected.Length, passed.Length)] : expected) ? null : "the bytes differ";
    }

    private static string? PassthroughWhole(byte[] body, WireProtocol protocol)
    {
        var model = LawCodec.Get(protocol.Name).Outbound.ReadPassthrough(body, default).Model;
        byte[] passed = model.IsEmpty ? body : [.. body[..model.Start], .. _served, .. body[model.End..]];
        return Encoding.UTF8.GetString(passed) == Encoding.UTF8.GetString(SlowFrameRewriter.Document(body, "model", _served)) ? null : "the bytes differ";
    }
}
