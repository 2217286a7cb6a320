using System.Text.Json;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Errors;
using RouterMaestro.Protocols.OpenAI.Shared;
using RouterMaestro.Protocols.RequestScanning;

namespace RouterMaestro.Protocols.OpenAI.Responses.Errors;

/// <summary>The protocol's errors, both ways.</summary>
internal static class ResponsesErrors
{
    /// <summary>Writes what a failed answer says of its failure.</summary>
    public static void WriteError(Utf8JsonWriter json, RouterError error)
    {
        json.WriteStartObject("error"u8);
        json.WriteString("code"u8, OpenAIErrorEnvelope.CodeOf(error));
        json.WriteString("message"u8, OpenAIErrorEnvelope.MessageOf(error));
        json.WriteEndObject();
    }

    /// <summary>Reads an answer that came with an error status.</summary>
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

    /// <summary>Reads an error that came with a success status: as a whole body, or as an event of a stream.</summary>
    /// <param name="document">The document or event.</param>
    public static UpstreamFailure ReadInside(ReadOnlySpan<byte> document)
    {
        if (OpenAIErrorDocument.Read(document) is not { } error)
        {
            return Unexplained();
        }

        var failure = error.ToFailure(OpenAIFailureKinds.Of(null, error), WireProtocol.OpenAIResponses);

        // an event without an object of its own for the error has the event's type beside the words
        return failure.Type == "error" ? failure with { Type = null } : failure;
    }

    /// <summary>Reads an answer that says of itself that it failed or was cancelled.</summary>
    /// <param name="response">The answer's object; empty when there is none.</param>
    public static UpstreamFailure ReadFailed(ReadOnlySpan<byte> response)
    {
        if (MemberProbe.Is(response, "status"u8, "\"cancelled\""u8))
        {
            return new(FailureKind.Cut, "The provider cancelled the answer.");
        }

        // the error within an answer is no envelope that a caller should get by itself
        return MemberProbe.Has(response, "error"u8) ? ReadInside(response) with { Body = null, Protocol = null } : Unexplained();
    }

    private static UpstreamFailure Unexplained() => new(FailureKind.ServerError, "The provider broke off with an error that it did not explain.");
}
