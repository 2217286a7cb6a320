using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.OpenAI.Shared;

namespace RouterMaestro.Protocols.OpenAI.Responses;

/// <summary>
/// Looks at a whole answer that passes untouched. One that the provider itself calls failed, cancelled or still running is an
/// answer too: the dialect tells that by its status.
/// </summary>
internal static class ResponsesPassthrough
{
    public static PassthroughReading Read(ReadOnlySpan<byte> body)
    {
        var map = ResponsesMap.Read(body);
        if (map.IsMalformed || !(map.Output.IsGiven || map.Status.IsGiven))
        {
            return new() { Failure = Explain(map, body) };
        }

        return new()
        {
            Model = map.Model.Place,
            Usage = map.Usage.IsGiven ? ResponsesUsage.Read(ResponsesMap.SliceOf(map.Usage, body)) : null,
            Finish = ResponsesFinish.Read(map, body),
        };
    }

    private static UpstreamFailure Explain(in ResponsesMap map, ReadOnlySpan<byte> body) =>
        body.Trim(" \t\r\n"u8).IsEmpty ? new(FailureKind.Empty, "The provider's answer is empty.")
        : !map.IsMalformed && OpenAIErrorDocument.Read(body) is not null ? ResponsesErrors.ReadInside(body)
        : new(FailureKind.Malformed, UpstreamText.Describe(200, body));
}
