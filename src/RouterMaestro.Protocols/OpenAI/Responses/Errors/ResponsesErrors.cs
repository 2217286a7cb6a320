using System.Text.Json;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Errors;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Responses.Wire;
using RouterMaestro.Protocols.OpenAI.Shared;
using RouterMaestro.Protocols.RequestScanning;

namespace RouterMaestro.Protocols.OpenAI.Responses.Errors;

/// <summary>Reads and writes the errors of the protocol.</summary>
internal static class ResponsesErrors
{
    /// <summary>Writes the error member of a failed response.</summary>
    public static void WriteError(Utf8JsonWriter json, RouterError error)
    {
        json.WriteStartObject("error"u8);
        json.WriteString("code"u8, OpenAIErrorEnvelope.CodeOf(error));
        json.WriteString("message"u8, OpenAIErrorEnvelope.MessageOf(error));
        json.WriteEndObject();
    }

    /// <summary>Reads a response with an error status.</summary>
    public static UpstreamFailure Read(int status, IUpstreamResponseHeaders headers, ReadOnlySpan<byte> body)
    {
        var document = OpenAIErrorDocument.Read(body);
        var failure = document is null
            ? new UpstreamFailure(OpenAIFailureKinds.Of(status, null), UpstreamText.Describe(status, body))
            : document.ToFailure(OpenAIFailureKinds.Of(status, document), WireProtocol.OpenAIResponses);
        return failure with
        {
            Status = status,
            RetryAfter = RetryAfterHeader.Read(headers),
            UpstreamRequestId = headers.Find("x-request-id"),
        };
    }

    /// <summary>Reads an error with a success status: a body, or an event of a stream.</summary>
    /// <param name="document">The document or event.</param>
    public static UpstreamFailure ReadInside(ReadOnlySpan<byte> document)
    {
        if (OpenAIErrorDocument.Read(document) is not { } error)
        {
            return Unexplained();
        }

        var failure = error.ToFailure(OpenAIFailureKinds.Of(null, error), WireProtocol.OpenAIResponses);

        // an event without an error object has the event's type beside the message
        return failure.Type == "error" ? failure with { Type = null } : failure;
    }

    /// <summary>
    /// Returns the failure of a response that names one in a document or event with which responses end otherwise: the status failed or cancelled, or a
    /// reason to be incomplete that says that the server broke off; null for any other response.
    /// </summary>
    /// <param name="response">The response.</param>
    public static UpstreamFailure? FailureOf(ReadOnlySpan<byte> response)
    {
        var map = ResponsesFrameMap.Read(response);
        var status = ResponsesFrameMap.SpanOf(map.Status, response);
        var details = ResponsesFrameMap.SpanOf(map.Incomplete, response);
        return status.SequenceEqual("\"failed\""u8) || status.SequenceEqual("\"cancelled\""u8) ? ReadFailed(response)
            : status.SequenceEqual("\"incomplete\""u8) && MemberProbe.TryFind(details, "reason"u8, out var reason)
                ? FinishReasonWords.FailureOf(ResponsesFrameMap.SpanOf(reason, details).Trim((byte)'"'))
                : null;
    }

    /// <summary>
    /// Returns true if an event reports a failure in a form of OpenAI's API: <c>error</c> with a message, beside it or in an object (recording
    /// openai-error.1), or <c>response.failed</c> with the error in its response. The event has the name of its type.
    /// </summary>
    public static bool IsOwnFrame(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data)
    {
        if (!CompleteJson.Is(data) || !MemberProbe.TryFind(data, "type"u8, out var type) || type.Kind != JsonValueKind.String)
        {
            return false;
        }

        var name = ResponsesFrameMap.SpanOf(type, data)[1..^1];
        return eventName.SequenceEqual(name) && name switch
        {
            _ when name.SequenceEqual("error"u8) => HasMessage(data) || HasMessage(ObjectIn(data, "error"u8)),
            _ when name.SequenceEqual("response.failed"u8) => HasMessage(ObjectIn(ObjectIn(data, "response"u8), "error"u8)),
            _ => false,
        };
    }

    private static bool HasMessage(ReadOnlySpan<byte> error) =>
        MemberProbe.TryFind(error, "message"u8, out var message) && message is { Kind: JsonValueKind.String, Place.Length: > 2 };

    private static ReadOnlySpan<byte> ObjectIn(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name) =>
        MemberProbe.TryFind(json, name, out var value) && value.Kind == JsonValueKind.Object ? ResponsesFrameMap.SpanOf(value, json) : default;

    /// <summary>Reads a response with the status failed or cancelled.</summary>
    /// <param name="response">The response object; empty if there is none.</param>
    public static UpstreamFailure ReadFailed(ReadOnlySpan<byte> response)
    {
        if (MemberProbe.Is(response, "status"u8, "\"cancelled\""u8))
        {
            return new(FailureKind.Cut, "The provider cancelled the answer.");
        }

        // the error member of a response is not an error document that a caller could get
        return MemberProbe.Has(response, "error"u8) ? ReadInside(response) with { Body = null, Protocol = null } : Unexplained();
    }

    private static UpstreamFailure Unexplained() => new(FailureKind.ServerError, "The provider broke off with an error that it did not explain.");
}
