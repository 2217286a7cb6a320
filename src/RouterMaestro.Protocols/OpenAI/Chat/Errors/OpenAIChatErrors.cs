using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Errors;
using RouterMaestro.Protocols.OpenAI.Shared;

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
        : new(FailureKind.ServerError, "The provider broke off with an error that it did not explain.");
}
