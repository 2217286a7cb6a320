using System.Runtime.InteropServices;
using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.Anthropic;

/// <summary>Reads a whole answer that came with a success status.</summary>
internal static class AnthropicResponseReader
{
    private static readonly byte[][] _known =
        AnthropicNames.Of("id", "type", "role", "model", "content", "stop_reason", "stop_sequence", "usage");

    public static ResponseReading Read(ReadOnlyMemory<byte> body)
    {
        if (body.Span.Trim(" \t\r\n"u8).IsEmpty)
        {
            return new(new UpstreamFailure(FailureKind.Empty, "The provider's answer is empty."));
        }

        try
        {
            using var document = JsonBody.Parse(body);
            return Read(document, body.Span);
        }
        catch (JsonException)
        {
            return Malformed(body.Span);
        }
    }

    private static ResponseReading Read(JsonBody document, ReadOnlySpan<byte> body)
    {
        var root = document.Root;
        var content = root.Find("content"u8);
        if (content.ValueKind != JsonValueKind.Array)
        {
            return AnthropicFailures.ReadDocument(body) is { } failure ? new(failure) : Malformed(body);
        }

        var reason = document.FindText(root, "stop_reason"u8);
        var parts = AnthropicResponseBlocks.Read(document, content);
        return parts.IsEmpty && reason is null
            ? new(new UpstreamFailure(FailureKind.Empty, "The provider's answer holds nothing."))
            : new(new ChatResponse(parts, FinishOf(reason, parts), UsageOf(root))
            {
                Id = document.FindString(root, "id"u8),
                Model = document.FindString(root, "model"u8),
                StopSequence = document.FindString(root, "stop_sequence"u8),
                Extensions = document.ReadExtensions(root, WireProtocol.AnthropicMessages, _known),
            });
    }

    /// <summary>Tools are to be called exactly when there are calls: the provider may have run its own, and an answer may have the form of a call.</summary>
    private static FinishReason FinishOf(JsonText? reason, EquatableArray<ContentPart> parts)
    {
        var hasCalls = parts.Any(p => p is ToolCallPart);
        var finish = reason is { } told ? AnthropicStopReason.Read(told.Escaped.Span) : hasCalls ? FinishReason.ToolCalls : FinishReason.Stop;
        return hasCalls || finish != FinishReason.ToolCalls ? finish : FinishReason.Stop;
    }

    private static TokenUsage? UsageOf(JsonElement root)
    {
        var usage = root.Find("usage"u8);
        if (usage.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var reader = AnthropicFrame.ReaderOf(JsonMarshal.GetRawUtf8Value(usage));
        reader.Read();
        return AnthropicUsage.Read(ref reader);
    }

    private static ResponseReading Malformed(ReadOnlySpan<byte> body) => new(new UpstreamFailure(FailureKind.Malformed, UpstreamText.Describe(200, body)));
}
