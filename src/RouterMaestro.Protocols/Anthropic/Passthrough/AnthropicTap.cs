using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
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

/// <summary>Reads the frames of a passthrough stream, and ends the block that a provider left open before the end of its message.</summary>
/// <param name="options">The options.</param>
internal sealed class AnthropicTap(PassthroughOptions options = default) : StreamTap(options)
{
    private static readonly EquatableArray<string> _repairedNames = ["event"];

    private FinishReason? _finishAtStart;
    private int _openBlock = -1;
    private byte[] _missing = [];
    private bool _isRepaired;

    public override bool IsFinishing => Finish is not null;

    public override ReadOnlySpan<byte> MissingBefore => _missing;

    public override EquatableArray<string> Repaired => _isRepaired ? _repairedNames : [];

    protected override ReadOnlySpan<byte> Terminal => "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"u8;

    public override FrameVerdict Inspect(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data)
    {
        _missing = [];
        if (data.IsEmpty)
        {
            return default;
        }

        if (data.Trim(" \t\r\n"u8).IsEmpty)
        {
            return AnthropicFrame.IsUnknown(eventName) ? new(IsWithheld: true) : Reject();
        }

        var frame = AnthropicFrameMap.Read(data, isStrict: true);
        var kind = frame.KindOf(eventName);
        return kind == AnthropicFrameKind.Error || (kind == AnthropicFrameKind.Other && ForeignError.IsIn(eventName, data)) ? FailWith(eventName, data)
            : frame.IsMalformed || !Utf8.IsValid(data) ? Reject()
            : kind == AnthropicFrameKind.Other || AnthropicFrame.KindOf(eventName) == kind && frame.HasKnownType ? InspectValid(kind, frame, data)
            : InspectNameless(kind, frame, data);
    }

    /// <summary>
    /// Gives a frame its event's name: @anthropic-ai/sdk 1.12 goes by that, and drops a frame without it in silence, as it drops one whose data has no type.
    /// Test A_frame_without_its_event_is_given_it.
    /// </summary>
    private FrameVerdict InspectNameless(AnthropicFrameKind kind, in AnthropicFrameMap frame, ReadOnlySpan<byte> data)
    {
        if (!Options.Repair || !frame.HasKnownType)
        {
            return Reject();
        }

        _isRepaired = true;
        return InspectValid(kind, frame, data) with { EventName = AnthropicFrame.NameOf(kind) };
    }

    /// <summary>Returns the verdict on an error. SDKs of the protocol take a frame for an error by the name of its event.</summary>
    private FrameVerdict FailWith(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data)
    {
        var failure = AnthropicFailures.ReadDocument(ForeignError.DocumentIn(data)) ?? new(FailureKind.ServerError, "The provider broke off with an error.");
        return Fail(failure, isWithheld: failure.Protocol is null || !eventName.SequenceEqual("error"u8));
    }

    private FrameVerdict InspectValid(AnthropicFrameKind kind, in AnthropicFrameMap frame, ReadOnlySpan<byte> data)
    {
        switch (kind)
        {
            case AnthropicFrameKind.BlockDelta or AnthropicFrameKind.MessageDelta when !frame.Delta.IsGiven:
            case AnthropicFrameKind.BlockStart when !frame.Block.IsGiven:
            case AnthropicFrameKind.MessageStart when !frame.Message.IsGiven:
                return Reject();
            case AnthropicFrameKind.MessageStart:
                return ReadStart(frame.Message.Place, data);
            case AnthropicFrameKind.BlockStart:
                _openBlock = frame.Index;
                return ReadBlock(SpanOf(frame.Block, data));
            case AnthropicFrameKind.BlockDelta:
                return ReadDelta(SpanOf(frame.Delta, data));
            case AnthropicFrameKind.BlockStop:
                _openBlock = -1;
                return default;
            case AnthropicFrameKind.MessageDelta:
                return ReadEnd(frame, data);
            case AnthropicFrameKind.MessageStop:
                Finish ??= _finishAtStart;
                EndBlock();
                return Terminate();
            default:
                return Unknown;
        }
    }

    private FrameVerdict ReadBlock(ReadOnlySpan<byte> block)
    {
        var (isText, isKnown, isOdd) = (false, false, false);
        var members = new TopLevelScanner(block);
        while (members.Read())
        {
            if (members.IsKey("type"u8))
            {
                isText = members.ValueOf(block).SequenceEqual("\"text\""u8);
                isKnown = isText || members.ValueOf(block).SequenceEqual("\"thinking\""u8);
            }

            isOdd |= members.Kind is not (JsonValueKind.String or JsonValueKind.Null) && (members.IsKey("text"u8) || members.IsKey("thinking"u8));
        }

        return isOdd && isKnown ? Reject() : Resolve(!isText || JsonContent.HasMemberBut(block, "type"u8));
    }

    private FrameVerdict ReadDelta(ReadOnlySpan<byte> delta)
    {
        var (isContent, isOdd, isUnknown) = (false, false, false);
        var members = new TopLevelScanner(delta);
        while (members.Read())
        {
            var value = members.ValueOf(delta);
            if (members.IsKey("type"u8))
            {
                isUnknown = members.Kind == JsonValueKind.String && !AnthropicDelta.IsKnown(value[1..^1]);
                continue;
            }

            isContent |= JsonContent.IsThere(members.Kind, value);
            if (members.Kind == JsonValueKind.String && !members.IsKey("signature"u8))
            {
                Options.Content?.Add(value[1..^1]);
            }

            isOdd |= members.Kind is not (JsonValueKind.String or JsonValueKind.Null)
                && AnthropicDelta.PieceOf(delta.Slice(members.Key.Start, members.Key.Length)) != AnthropicDeltaKind.Other;
        }

        return isOdd && !isUnknown ? Reject() : Resolve(isContent);
    }

    /// <summary>Reads the first frame, the only one with the model.</summary>
    /// <returns>The verdict, with the position of the model's name in the data.</returns>
    private FrameVerdict ReadStart(ByteRange place, ReadOnlySpan<byte> data)
    {
        var json = data.Slice(place.Start, place.Length);
        var message = AnthropicFrameMap.Read(json);
        ReadUsage(message.Usage, json);
        if (message.StopReason.Place.Length > 2)
        {
            _finishAtStart = AnthropicFinishReasons.Read(SpanOf(message.StopReason, json)[1..^1]);
        }

        var model = message.Model.IsGiven ? message.Model.Place with { Start = place.Start + message.Model.Place.Start } : default;
        return Resolve(message.Content.Children > 0) with { Model = model };
    }

    private FrameVerdict ReadEnd(in AnthropicFrameMap frame, ReadOnlySpan<byte> data)
    {
        ReadUsage(frame.Usage, data);
        var delta = SpanOf(frame.Delta, data);
        if (!MemberProbe.TryFind(delta, "stop_reason"u8, out var reason) || reason is not { Kind: JsonValueKind.String, Place.Length: > 2 })
        {
            return Resolve(isContent: false);
        }

        var word = SpanOf(reason, delta)[1..^1];
        if (FinishReasonWords.FailureOf(word) is { } failure)
        {
            // no client takes a stop reason for an error, so that the gateway sends an error event of its own
            return Fail(failure, isWithheld: true);
        }

        Finish = AnthropicFinishReasons.Read(word);
        EndBlock();
        return Resolve(isContent: true);
    }

    /// <summary>Writes the end of the block that is open at the end of a message; test A_block_that_the_provider_left_open_ends_before_its_message.</summary>
    private void EndBlock()
    {
        if (_openBlock >= 0 && (Finish is not null || Rules.OmitsFinishReason))
        {
            _missing = Encoding.ASCII.GetBytes(string.Create(
                CultureInfo.InvariantCulture, $"event: content_block_stop\ndata: {{\"type\":\"content_block_stop\",\"index\":{_openBlock}}}\n\n"));
            _openBlock = -1;
        }
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

        if (map.StopReason.IsGiven && FinishReasonWords.FailureOf(SpanOf(map.StopReason, body)[1..^1]) is { } failure)
        {
            return new() { Failure = failure };
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
        : (map.IsMalformed ? null : AnthropicFailures.ReadDocument(body)) ?? UpstreamText.OfUnreadable(body);

    private static ReadOnlySpan<byte> SpanOf(SlotValue value, ReadOnlySpan<byte> body) => body.Slice(value.Place.Start, value.Place.Length);
}
