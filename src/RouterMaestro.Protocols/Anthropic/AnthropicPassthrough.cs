using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.RequestScanning;

namespace RouterMaestro.Protocols.Anthropic;

/// <summary>Looks at a whole answer that passes untouched.</summary>
internal static class AnthropicPassthrough
{
    public static PassthroughReading Read(ReadOnlySpan<byte> body)
    {
        var map = AnthropicFrameMap.Read(body);
        if (map.IsMalformed || map.KindOf(default) == AnthropicFrameKind.Error || !map.Content.IsGiven)
        {
            return new() { Failure = Explain(map, body) };
        }

        var content = SliceOf(map.Content, body);
        return !map.StopReason.IsGiven && !JsonContent.IsThere(map.Content.Kind, content)
            ? new() { Failure = new(FailureKind.Empty, "The provider's answer holds nothing.") }
            : new()
            {
                Model = map.Model.Place,
                Usage = map.Usage.IsGiven ? AnthropicUsage.Read(SliceOf(map.Usage, body)) : null,
                Finish = map.StopReason.IsGiven ? AnthropicStopReason.Read(SliceOf(map.StopReason, body)[1..^1]) : null,
            };
    }

    private static UpstreamFailure Explain(in AnthropicFrameMap map, ReadOnlySpan<byte> body) =>
        body.Trim(" \t\r\n"u8).IsEmpty ? new(FailureKind.Empty, "The provider's answer is empty.")
        : (map.IsMalformed ? null : AnthropicFailures.ReadDocument(body)) ?? new(FailureKind.Malformed, UpstreamText.Describe(200, body));

    private static ReadOnlySpan<byte> SliceOf(SlotValue value, ReadOnlySpan<byte> body) => body.Slice(value.Place.Start, value.Place.Length);
}
