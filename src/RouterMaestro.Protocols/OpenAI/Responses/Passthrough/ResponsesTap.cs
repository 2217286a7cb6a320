using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Errors;
using RouterMaestro.Protocols.OpenAI.Responses.Errors;
using RouterMaestro.Protocols.OpenAI.Responses.Wire;
using RouterMaestro.Protocols.OpenAI.Shared;
using RouterMaestro.Protocols.Passthrough;
using RouterMaestro.Protocols.RequestScanning;
using RouterMaestro.Protocols.Streaming;

namespace RouterMaestro.Protocols.OpenAI.Responses.Passthrough;

/// <summary>Reads the frames of a passthrough stream. It searches for content until the first content is found.</summary>
internal sealed class ResponsesTap : StreamTap
{
    private bool _hasCalls;
    private string? _responseId;
    private long _number;

    /// <summary>Gets a value indicating whether only the terminal is missing. It is always false: only the terminal ends a response.</summary>
    public override bool IsFinishing => false;

    public override StreamPlace Place => new(_responseId, _number);

    public override FrameVerdict Inspect(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data)
    {
        var trimmed = data.Trim(" \t\r\n"u8);
        if (trimmed.IsEmpty || trimmed.SequenceEqual("[DONE]"u8))
        {
            return default;
        }

        var frame = ResponsesFrameMap.Read(data);
        var kind = frame.KindOf(eventName);
        return kind == ResponsesEventKind.Error ? Fail(ResponsesErrors.ReadInside(data))
            : frame.IsMalformed ? InspectMalformed(eventName, kind)
            : InspectValid(kind, frame, data);
    }

    private FrameVerdict InspectValid(ResponsesEventKind kind, in ResponsesFrameMap frame, ReadOnlySpan<byte> data)
    {
        _number++;
        switch (kind)
        {
            case ResponsesEventKind.Other:
                return Unknown;
            case ResponsesEventKind.OtherContent:
                return default;
            case ResponsesEventKind.Lifecycle:
                Locate(frame, data);
                return new(ReadResponse(frame, data));
            case ResponsesEventKind.Completed or ResponsesEventKind.Incomplete:
                return End(frame, data);
            case ResponsesEventKind.Failed:
                return Fail(ResponsesErrors.ReadFailed(ResponsesFrameMap.SpanOf(frame.Response, data))) with { Model = ReadResponse(frame, data) };
            case ResponsesEventKind.ItemAdded:
                var item = ResponsesFrameMap.SpanOf(frame.Item, data);
                _hasCalls |= ResponsesItemTypes.IsCall(item);
                return Resolve(!HasContent && ResponsesItemTypes.IsContentWhenAdded(item));
            case ResponsesEventKind.ItemDone:
                return Resolve(!HasContent && ResponsesItemTypes.IsContentWhenDone(ResponsesFrameMap.SpanOf(frame.Item, data)));
            default:
                return Resolve(frame.Delta.Place.Length > 2);
        }
    }

    /// <summary>Ignores invalid data in unknown events. Other invalid data is a failure.</summary>
    private FrameVerdict InspectMalformed(ReadOnlySpan<byte> eventName, ResponsesEventKind kind) =>
        kind is ResponsesEventKind.Other or ResponsesEventKind.OtherContent && !eventName.IsEmpty
            ? Unknown
            : Fail(StreamFailures.Malformed());

    private FrameVerdict End(in ResponsesFrameMap frame, ReadOnlySpan<byte> data)
    {
        IsTerminated = true;
        var model = ReadResponse(frame, data);
        var response = ResponsesFrameMap.SpanOf(frame.Response, data);
        Finish = ResponsesFinishReasons.Read(ResponsesFrameMap.Read(response), response) is { } finish and not FinishReason.Stop ? finish
            : ResponsesFinishReasons.Completed(_hasCalls);
        var isFirst = !HasContent;
        HasContent = true;
        return new(model, IsContent: isFirst, IsTerminal: true);
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
            Usage = ResponsesUsage.Read(ResponsesFrameMap.SpanOf(response.Usage, json)) ?? Usage;
        }

        return response.Model.IsGiven ? response.Model.Place with { Start = place.Start + response.Model.Place.Start } : default;
    }

    /// <summary>
    /// Reads the response's id and sequence_number. A stream that OpenAI resumes (starting_after) begins with a later number;
    /// test A_stream_resumes_where_the_caller_left.
    /// </summary>
    private void Locate(in ResponsesFrameMap frame, ReadOnlySpan<byte> data)
    {
        var response = ResponsesFrameMap.SpanOf(frame.Response, data);
        if (MemberProbe.TryFind(response, "id"u8, out var id) && id.Kind == JsonValueKind.String
            && ResponsesFrameMap.SpanOf(id, response)[1..^1] is var value && !value.Contains((byte)'\\'))
        {
            _responseId = Encoding.UTF8.GetString(value);
        }

        if (MemberProbe.TryFind(data, "sequence_number"u8, out var number)
            && Utf8Parser.TryParse(ResponsesFrameMap.SpanOf(number, data), out long count, out _))
        {
            _number = count + 1;
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
            Usage = map.Usage.IsGiven ? ResponsesUsage.Read(ResponsesFrameMap.SpanOf(map.Usage, body)) : null,
            Finish = ResponsesFinishReasons.Read(map, body),
        };
    }

    private static UpstreamFailure Explain(in ResponsesFrameMap map, ReadOnlySpan<byte> body) =>
        body.Trim(" \t\r\n"u8).IsEmpty ? new(FailureKind.Empty, "The provider's answer is empty.")
        : !map.IsMalformed && OpenAIErrorDocument.Read(body) is not null ? ResponsesErrors.ReadInside(body)
        : new(FailureKind.Malformed, UpstreamText.Describe(200, body));
}
