using System.Globalization;
using System.Text;
using System.Text.Json;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Anthropic.Errors;
using RouterMaestro.Protocols.Anthropic.Streaming;
using RouterMaestro.Protocols.Anthropic.Wire;
using RouterMaestro.Protocols.Errors;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.Passthrough;
using RouterMaestro.Protocols.RequestScanning;
using RouterMaestro.Protocols.Streaming;

namespace RouterMaestro.Protocols.Anthropic.Passthrough;

/// <summary>Reads the frames of a passthrough stream. It searches for content until the first content is found.</summary>
internal sealed class AnthropicTap : StreamTap
{
    public override bool IsFinishing => Finish is not null;

    protected override ReadOnlySpan<byte> Terminal => "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"u8;

    public override FrameVerdict Inspect(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
        {
            return default;
        }

        var frame = AnthropicFrameMap.Read(data);
        var kind = frame.KindOf(eventName);
        return kind == AnthropicFrameKind.Error
            ? Fail(AnthropicFailures.ReadDocument(data) ?? new(FailureKind.ServerError, "The provider broke off with an error."))
            : frame.IsMalformed ? InspectMalformed(eventName, kind)
            : InspectValid(kind, frame, data);
    }

    private FrameVerdict InspectValid(AnthropicFrameKind kind, in AnthropicFrameMap frame, ReadOnlySpan<byte> data)
    {
        switch (kind)
        {
            case AnthropicFrameKind.MessageStart:
                return ReadStart(frame.Message.Place, data);
            case AnthropicFrameKind.BlockStart:
                var block = SpanOf(frame.Block, data);
                return Resolve(!MemberProbe.Is(block, "type"u8, "\"text\""u8) || JsonContent.HasMemberBut(block, "type"u8));
            case AnthropicFrameKind.BlockDelta:
                return HasContent ? default : Resolve(JsonContent.HasMemberBut(SpanOf(frame.Delta, data), "type"u8));
            case AnthropicFrameKind.MessageDelta:
                return Resolve(ReadEnd(frame, data));
            case AnthropicFrameKind.MessageStop:
                IsTerminated = true;
                return HasContent ? new(IsTerminal: true) : Fail(StreamFailures.Unfinished(hasContent: false));
            default:
                return Unknown;
        }
    }

    /// <summary>Ignores invalid data in unknown events and after the finish reason. Other invalid data is a failure.</summary>
    private FrameVerdict InspectMalformed(ReadOnlySpan<byte> eventName, AnthropicFrameKind kind) =>
        Finish is not null || (kind == AnthropicFrameKind.Other && !eventName.IsEmpty)
            ? Unknown
            : Fail(StreamFailures.Malformed());

    /// <summary>Reads the first frame, the only one with the model.</summary>
    /// <returns>The verdict, with the position of the model's name in the data.</returns>
    private FrameVerdict ReadStart(ByteRange place, ReadOnlySpan<byte> data)
    {
        var json = data.Slice(place.Start, place.Length);
        var message = AnthropicFrameMap.Read(json);
        ReadUsage(message.Usage, json);
        var model = message.Model.IsGiven ? message.Model.Place with { Start = place.Start + message.Model.Place.Start } : default;
        return Resolve(message.Content.Children > 0) with { Model = model };
    }

    private bool ReadEnd(in AnthropicFrameMap frame, ReadOnlySpan<byte> data)
    {
        ReadUsage(frame.Usage, data);
        var delta = SpanOf(frame.Delta, data);
        if (!MemberProbe.TryFind(delta, "stop_reason"u8, out var reason) || reason.Kind != JsonValueKind.String)
        {
            return false;
        }

        Finish = AnthropicFinishReasons.Read(SpanOf(reason, delta)[1..^1]);
        return true;
    }

    private void ReadUsage(SlotValue usage, ReadOnlySpan<byte> data)
    {
        if (usage.IsGiven)
        {
            Usage = AnthropicUsage.Read(SpanOf(usage, data), Usage);
        }
    }

    private static ReadOnlySpan<byte> SpanOf(SlotValue value, ReadOnlySpan<byte> data) => data.Slice(value.Place.Start, value.Place.Length);
}

/// <summary>Plans the edits of a passthrough request: the model, and <c>max_tokens</c> if it is absent.</summary>
internal static class AnthropicEdits
{
    private const int DefaultMaxTokens = 4096;

    public static int Plan(ReadOnlySpan<byte> body, RequestFacts facts, in BodyMap map, RequestTarget target, Span<BodyEdit> edits)
    {
        var count = 0;
        if (!map.Model.IsEmpty)
        {
            edits[count++] = new(map.Model, target.QuotedModelId);
        }

        if (facts.MaxTokens is null)
        {
            edits[count++] = SetMaxTokens(map, target.Limits.MaxOutputTokens ?? DefaultMaxTokens);
        }

        BodyEdits.Sort(edits[..count]);
        return count;
    }

    private static BodyEdit SetMaxTokens(in BodyMap map, int tokens) => map.MaxTokens.IsEmpty
        ? new(new(map.FirstMember, 0), Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\"max_tokens\":{tokens},")))
        : new(map.MaxTokens, Encoding.ASCII.GetBytes(tokens.ToString(CultureInfo.InvariantCulture)));
}

/// <summary>Reads a buffered passthrough response.</summary>
internal static class AnthropicPassthrough
{
    public static PassthroughReading Read(ReadOnlySpan<byte> body)
    {
        var map = AnthropicFrameMap.Read(body);
        if (map.IsMalformed || map.KindOf(default) == AnthropicFrameKind.Error || !map.Content.IsGiven)
        {
            return new() { Failure = Explain(map, body) };
        }

        var content = SpanOf(map.Content, body);
        return !map.StopReason.IsGiven && !JsonContent.IsThere(map.Content.Kind, content)
            ? new() { Failure = new(FailureKind.Empty, "The provider's answer holds nothing.") }
            : new()
            {
                Model = map.Model.Place,
                Usage = map.Usage.IsGiven ? AnthropicUsage.Read(SpanOf(map.Usage, body)) : null,
                Finish = map.StopReason.IsGiven ? AnthropicFinishReasons.Read(SpanOf(map.StopReason, body)[1..^1]) : null,
            };
    }

    private static UpstreamFailure Explain(in AnthropicFrameMap map, ReadOnlySpan<byte> body) =>
        body.Trim(" \t\r\n"u8).IsEmpty ? new(FailureKind.Empty, "The provider's answer is empty.")
        : (map.IsMalformed ? null : AnthropicFailures.ReadDocument(body)) ?? new(FailureKind.Malformed, UpstreamText.Describe(200, body));

    private static ReadOnlySpan<byte> SpanOf(SlotValue value, ReadOnlySpan<byte> body) => body.Slice(value.Place.Start, value.Place.Length);
}
