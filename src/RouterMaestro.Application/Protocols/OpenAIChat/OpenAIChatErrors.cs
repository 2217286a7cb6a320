using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Application.Protocols.OpenAIChat;

/// <summary>The dialect's errors, both ways.</summary>
internal static class OpenAIChatErrors
{
    public static WireError Write(RouterError error) => OpenAIChatErrorWriter.Write(error);

    public static UpstreamFailure Read(int status, IUpstreamHeaders headers, ReadOnlySpan<byte> body)
    {
        var document = OpenAIChatErrorDocument.Read(body);
        var failure = document is null
            ? new UpstreamFailure(OpenAIChatFailureKinds.Of(status, null), UpstreamText.Describe(status, body))
            : document.ToFailure(OpenAIChatFailureKinds.Of(status, document));
        return failure with
        {
            Status = status,
            RetryAfter = RetryAfterHeader.Read(headers),
            UpstreamRequestId = headers.Find("x-request-id"),
        };
    }

    /// <summary>Reads an error that came with a success status: as a whole body, or as a frame of a stream.</summary>
    /// <param name="document">The document or frame.</param>
    public static UpstreamFailure ReadInside(ReadOnlySpan<byte> document) => OpenAIChatErrorDocument.Read(document) is { } error
        ? error.ToFailure(OpenAIChatFailureKinds.Of(null, error))
        : new(FailureKind.ServerError, "The provider broke off with an error that it did not explain.");
}
