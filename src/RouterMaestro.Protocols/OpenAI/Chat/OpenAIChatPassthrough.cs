using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Errors;
using RouterMaestro.Protocols.OpenAI.Shared;
using RouterMaestro.Protocols.Passthrough;

namespace RouterMaestro.Protocols.OpenAI.Chat;

/// <summary>Looks at a whole answer that passes untouched.</summary>
internal static class OpenAIChatPassthrough
{
    public static PassthroughReading Read(ReadOnlySpan<byte> body)
    {
        var map = OpenAIChatChunkMap.Read(body);
        if (map.IsMalformed || map.HasError || !map.HasChoices)
        {
            return new() { Failure = Explain(map, body) };
        }

        var choices = OpenAIChatChoices.Read(body.Slice(map.Choices.Start, map.Choices.Length));
        return choices.IsBroken
            ? new() { Failure = OpenAIChatErrors.ReadInside(body) }
            : new()
            {
                Model = map.Model,
                Usage = map.Usage.IsEmpty ? null : OpenAIChatUsage.Read(body.Slice(map.Usage.Start, map.Usage.Length)),
                Finish = choices.Finish,
            };
    }

    private static UpstreamFailure Explain(in OpenAIChatChunkMap map, ReadOnlySpan<byte> body)
    {
        if (body.Trim(" \t\r\n"u8).IsEmpty)
        {
            return new(FailureKind.Empty, "The provider's answer is empty.");
        }

        return map.IsMalformed ? new(FailureKind.Malformed, UpstreamText.Describe(200, body))
            : map.HasError || OpenAIErrorDocument.Read(body) is not null ? OpenAIChatErrors.ReadInside(body)
            : map.Choices.IsEmpty ? new(FailureKind.Malformed, UpstreamText.Describe(200, body))
            : new(FailureKind.Empty, "The provider's answer holds no choices.");
    }
}
