using System.Text.Json;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Errors;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Shared;
using RouterMaestro.Protocols.RequestScanning;

namespace RouterMaestro.Protocols.OpenAI.Chat.Errors;

/// <summary>Reads and writes the errors of the Chat protocol.</summary>
internal static class OpenAIChatErrors
{
    /// <summary>Writes an error as a document and as the last frame of a stream.</summary>
    public static WireError Write(RouterError error)
    {
        var body = OpenAIErrorEnvelope.Write(error, WireProtocol.OpenAIChat);
        return new(OpenAIErrorEnvelope.StatusOf(error), body, (byte[])[.. "data: "u8, .. body.Span, .. "\n\n"u8]);
    }

    /// <summary>Reads the response of a failed request.</summary>
    public static UpstreamFailure Read(int status, IUpstreamResponseHeaders headers, ReadOnlySpan<byte> body)
    {
        var document = OpenAIErrorDocument.Read(body);
        var failure = document is null
            ? new UpstreamFailure(OpenAIFailureKinds.Of(status, null), UpstreamText.Describe(status, body))
            : document.ToFailure(OpenAIFailureKinds.Of(status, document), WireProtocol.OpenAIChat);
        return failure with
        {
            Status = status,
            RetryAfter = RetryAfterHeader.Read(headers),
            UpstreamRequestId = headers.Find("x-request-id"),
        };
    }

    /// <summary>Reads an error in a response with a success status: a document or a frame of a stream.</summary>
    /// <param name="document">The document or frame.</param>
    public static UpstreamFailure ReadInside(ReadOnlySpan<byte> document) => OpenAIErrorDocument.Read(document) is { } error
        ? error.ToFailure(OpenAIFailureKinds.Of(null, error), WireProtocol.OpenAIChat)
        : FindReason(document) ?? new(FailureKind.ServerError, "The provider broke off with an error that it did not explain.");

    /// <summary>
    /// Returns true if a frame reports an error in the form of OpenAI's API: an object with nothing but <c>error</c>, which has a message. Clients do not
    /// recognise others: openai-dotnet 2.15.0 takes them for chunks.
    /// </summary>
    public static bool IsOwnFrame(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data)
    {
        var members = new TopLevelScanner(data, isStrict: true);
        var isOwn = eventName.IsEmpty && members.Read() && members.Kind == JsonValueKind.Object && members.IsKey("error"u8)
            && MemberProbe.TryFind(members.ValueOf(data), "message"u8, out var message) && message is { Kind: JsonValueKind.String, Place.Length: > 2 };
        return isOwn && !members.Read() && !members.IsBroken;
    }

    /// <summary>Finds the failure that a document or frame reports by its finish reason; null if there is none.</summary>
    private static UpstreamFailure? FindReason(ReadOnlySpan<byte> document)
    {
        var members = new TopLevelScanner(document);
        while (members.Read())
        {
            if (members.Kind == JsonValueKind.Array && members.IsKey("choices"u8) && FindReasonOfChoice(members.ValueOf(document)) is { } reason)
            {
                return reason;
            }
        }

        return null;
    }

    private static UpstreamFailure? FindReasonOfChoice(ReadOnlySpan<byte> choices)
    {
        var elements = new ElementScanner(choices);
        while (elements.Read())
        {
            var members = new TopLevelScanner(elements.Element);
            while (members.Read())
            {
                if (members.Kind == JsonValueKind.String && members.IsKey("finish_reason"u8)
                    && FinishReasonWords.FailureOf(members.ValueOf(elements.Element)[1..^1]) is { } failure)
                {
                    return failure;
                }
            }
        }

        return null;
    }
}
