using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Errors;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Responses.Errors;
using RouterMaestro.Protocols.OpenAI.Responses.Wire;
using RouterMaestro.Protocols.OpenAI.Shared;
using RouterMaestro.Protocols.Passthrough;
using RouterMaestro.Protocols.RequestScanning;
using RouterMaestro.Protocols.Streaming;

namespace RouterMaestro.Protocols.OpenAI.Responses.Passthrough;

/// <summary>Reads the frames of a passthrough stream.</summary>
/// <param name="options">The options.</param>
internal sealed class ResponsesTap(PassthroughOptions options = default) : StreamTap(options)
{
    private ResponsesSequence _sequence;
    private ResponsesOpenItems _items;
    private bool _hasGap;
    private bool _hasCalls;
    private string? _responseId;
    private long _number;

    /// <summary>Gets a value indicating whether only the terminal is missing. It is always false: only the terminal ends a response.</summary>
    public override bool IsFinishing => false;

    public override StreamPlace Place => new(_responseId, _number);

    public override bool HasGap => _hasGap;

    protected override bool IsWhole => IsTerminated;

    public override FrameVerdict Inspect(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data)
    {
        var trimmed = data.Trim(" \t\r\n"u8);
        if (data.IsEmpty)
        {
            return default;
        }

        if (trimmed.IsEmpty || trimmed.SequenceEqual("[DONE]"u8))
        {
            // [DONE] is the terminal of another protocol
            return trimmed.IsEmpty && !ResponsesEventKinds.IsUnknown(eventName) ? Reject() : new(IsWithheld: true);
        }

        var frame = ResponsesFrameMap.Read(data, isStrict: true);
        var kind = frame.KindOf(eventName);
        if (kind == ResponsesEventKind.Error)
        {
            return Fail(ResponsesErrors.ReadInside(data), isWithheld: !ResponsesErrors.IsOwnFrame(eventName, data));
        }

        if (frame.IsMalformed || !Utf8.IsValid(data) || ((frame.HasOddDelta || !frame.Delta.IsGiven) && ResponsesEventKinds.IsTextDelta(kind)) || (frame.HasOddText && ResponsesTextLedger.DeltaOf(kind) is not null))
        {
            return Reject();
        }

        _hasGap = _sequence.Take(frame.Number);
        _items.Take(kind, frame.OutputIndex, ResponsesFrameMap.SpanOf(frame.Item, data));
        if (_hasGap && Rules.RefusesGaps)
        {
            return Fail(StreamFailures.Gap(), isWithheld: true);
        }

        var verdict = InspectValid(eventName, kind, frame, data);
        _number = verdict.IsFailure ? _number : frame.Number + 1 ?? _number + 1;
        return verdict;
    }

    private FrameVerdict InspectValid(ReadOnlySpan<byte> eventName, ResponsesEventKind kind, in ResponsesFrameMap frame, ReadOnlySpan<byte> data)
    {
        switch (kind)
        {
            case ResponsesEventKind.Other:
                return Unknown;
            case ResponsesEventKind.OtherContent:
                return default;
            case ResponsesEventKind.Lifecycle:
                Locate(frame, data);
                return new(ReadResponse(frame, data));
            case ResponsesEventKind.ItemDone when !ResponsesItemTexts.AreValid(ResponsesFrameMap.SpanOf(frame.Item, data)):
                return Reject();
            case ResponsesEventKind.Completed or ResponsesEventKind.Incomplete when !frame.Response.IsGiven:
                return Reject();
            case ResponsesEventKind.Completed when _items.HasAny:
                return Fail(StreamFailures.Unfinished(HasContent), isWithheld: true);
            case ResponsesEventKind.Completed or ResponsesEventKind.Incomplete:
                return End(frame, data);
            case ResponsesEventKind.Failed:
                var failure = ResponsesErrors.ReadFailed(ResponsesFrameMap.SpanOf(frame.Response, data));
                return Fail(failure, isWithheld: !ResponsesErrors.IsOwnFrame(eventName, data)) with { Model = ReadResponse(frame, data) };
            case ResponsesEventKind.ItemAdded:
                var item = ResponsesFrameMap.SpanOf(frame.Item, data);
                _hasCalls |= ResponsesItemTypes.IsCall(item);
                return Resolve(ResponsesItemTypes.IsContentWhenAdded(item));
            case ResponsesEventKind.ItemDone:
                return Resolve(ResponsesItemTypes.IsContentWhenDone(ResponsesFrameMap.SpanOf(frame.Item, data)));
            default:
                var delta = frame.Delta.Place;
                if (frame.Delta.Kind == JsonValueKind.String)
                {
                    Options.Content?.Add(data.Slice(delta.Start + 1, delta.Length - 2));
                }

                return Resolve(delta.Length > 2);
        }
    }

    private FrameVerdict End(in ResponsesFrameMap frame, ReadOnlySpan<byte> data)
    {
        var response = ResponsesFrameMap.SpanOf(frame.Response, data);
        var map = ResponsesFrameMap.Read(response);
        if (!ResponsesItemTexts.AreValidIn(ResponsesFrameMap.SpanOf(map.Output, response)))
        {
            return Reject();
        }

        IsTerminated = true;
        var model = ReadResponse(frame, data);
        Finish = ResponsesFinishReasons.Read(map, response) is { } finish and not FinishReason.Stop ? finish
            : ResponsesFinishReasons.Completed(_hasCalls);
        return Resolve(isContent: true) with { Model = model, IsTerminal = true };
    }

    /// <summary>Reads the usage of the response object.</summary>
    /// <returns>The position of the model's name in the data.</returns>
    private ByteRange ReadResponse(in ResponsesFrameMap frame, ReadOnlySpan<byte> data)
    {
        var place = frame.Response.Place;
        var json = data.Slice(place.Start, place.Length);
        var response = ResponsesFrameMap.Read(json);
        if (response.Usage.IsGiven)
        {
            Usage = ResponsesUsage.Read(ResponsesFrameMap.SpanOf(response.Usage, json), ServiceTiers.FromQuoted(ResponsesFrameMap.SpanOf(response.ServiceTier, json))) ?? Usage;
        }

        return response.Model.IsGiven ? response.Model.Place with { Start = place.Start + response.Model.Place.Start } : default;
    }

    /// <summary>Reads the response's id.</summary>
    private void Locate(in ResponsesFrameMap frame, ReadOnlySpan<byte> data)
    {
        var response = ResponsesFrameMap.SpanOf(frame.Response, data);
        if (MemberProbe.TryFind(response, "id"u8, out var id) && id.Kind == JsonValueKind.String
            && ResponsesFrameMap.SpanOf(id, response)[1..^1] is var value && !value.Contains((byte)'\\'))
        {
            _responseId = Encoding.UTF8.GetString(value);
        }
    }
}

/// <summary>Plans the edits of a passthrough request: the model.</summary>
internal static class ResponsesEdits
{
    public static int Plan(in BodyMap map, RequestTarget target, Span<BodyEdit> edits)
    {
        if (map.Model.IsEmpty)
        {
            return 0;
        }

        edits[0] = new(map.Model, target.QuotedModelId);
        return 1;
    }
}

/// <summary>
/// Reads a buffered passthrough response. A failed, cancelled or running response is valid: its status is part of the protocol.
/// </summary>
internal static class ResponsesPassthrough
{
    public static PassthroughReading Read(ReadOnlySpan<byte> body)
    {
        var map = ResponsesFrameMap.Read(body);
        if (map.IsMalformed || !(map.Output.IsGiven || map.Status.IsGiven))
        {
            return new() { Failure = Explain(map, body) };
        }

        return new()
        {
            Model = map.Model.Place,
            Error = map.Status.IsGiven && !ResponsesFrameMap.SpanOf(map.Status, body).SequenceEqual("\"completed\""u8) && MemberProbe.TryFind(body, "error"u8, out var error)
                ? error.Place
                : default,
            Usage = map.Usage.IsGiven ? ResponsesUsage.Read(ResponsesFrameMap.SpanOf(map.Usage, body), ServiceTiers.FromQuoted(ResponsesFrameMap.SpanOf(map.ServiceTier, body))) : null,
            Finish = ResponsesFinishReasons.Read(map, body),
        };
    }

    private static UpstreamFailure Explain(in ResponsesFrameMap map, ReadOnlySpan<byte> body) =>
        body.Trim(" \t\r\n"u8).IsEmpty ? new(FailureKind.Empty, "The provider's answer is empty.")
        : !map.IsMalformed && OpenAIErrorDocument.Read(body) is not null ? ResponsesErrors.ReadInside(body)
        : UpstreamText.OfUnreadable(body);
}
