using System.Runtime.InteropServices;
using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Anthropic.Errors;
using RouterMaestro.Protocols.Anthropic.Requests;
using RouterMaestro.Protocols.Anthropic.Streaming;
using RouterMaestro.Protocols.Anthropic.Wire;
using RouterMaestro.Protocols.Errors;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.Signatures;

namespace RouterMaestro.Protocols.Anthropic.Responses;

/// <summary>Reads a buffered response with a success status.</summary>
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
        if (reason is { } given && FinishReasonWords.FailureOf(given.Escaped.Span) is { } brokenOff)
        {
            return new(brokenOff) { Usage = UsageOf(root) };
        }

        var losses = new LossSink();
        var parts = AnthropicResponseBlocks.Read(document, content, losses);
        return parts.IsEmpty && reason is null
            ? new(new UpstreamFailure(FailureKind.Empty, "The provider's answer holds nothing."))
            : new(new ChatResponse(parts, FinishOf(reason, parts), UsageOf(root))
            {
                Id = document.FindString(root, "id"u8),
                Model = document.FindString(root, "model"u8),
                StopSequence = document.FindString(root, "stop_sequence"u8),
                Extensions = document.ReadExtensions(root, WireProtocol.AnthropicMessages, _known),
            })
            {
                Losses = losses.Fields,
            };
    }

    /// <summary>
    /// Gets the finish reason. <c>tool_use</c> without a call is a normal end: the provider ran its own tools, or the call was the forced
    /// JSON tool. Without a stop reason the parts decide.
    /// </summary>
    private static FinishReason FinishOf(JsonText? reason, EquatableArray<ContentPart> parts)
    {
        var hasCalls = parts.Any(p => p is ToolCallPart);
        var finish = reason is { } given ? AnthropicFinishReasons.Read(given.Escaped.Span) : hasCalls ? FinishReason.ToolCalls : FinishReason.Stop;
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

    private static ResponseReading Malformed(ReadOnlySpan<byte> body) => new(UpstreamText.OfUnreadable(body));
}

/// <summary>Reads the blocks of a buffered response. Blocks of tools that the provider ran itself have no part and are reported as lost.</summary>
internal static class AnthropicResponseBlocks
{
    private static readonly byte[][] _text = AnthropicNames.Of("type", "text");
    private static readonly byte[][] _thinking = AnthropicNames.Of("type", "thinking", "signature");
    private static readonly byte[][] _redacted = AnthropicNames.Of("type", "data");
    private static readonly byte[][] _call = AnthropicNames.Of("type", "id", "name", "input");

    public static EquatableArray<ContentPart> Read(JsonBody document, JsonElement content, LossSink losses)
    {
        List<ContentPart> parts = new(content.GetArrayLength());
        foreach (var block in content.EnumerateArray())
        {
            if (ReadBlock(document, block) is { } part)
            {
                parts.Add(part);
            }
            else if (document.FindString(block, "type"u8) is { } type)
            {
                losses.Add($"content.{type}");
            }
        }

        return parts.ToEquatableArray();
    }

    private static bool IsForcedJson(JsonBody document, JsonElement call) =>
        document.FindString(call, "name"u8) is { } name && ForcedJsonTool.Is(name);

    private static ContentPart? ReadBlock(JsonBody document, JsonElement block) => document.FindString(block, "type"u8) switch
    {
        "text" => new TextPart(document.FindText(block, "text"u8) ?? JsonText.Empty) { Extensions = AnthropicExtensions.OfText(document, block, _text) },
        "thinking" => new ReasoningPart(document.FindText(block, "thinking"u8) ?? JsonText.Empty)
        {
            Signature = ReasoningSignature.Received(document.FindString(block, "signature"u8)),
            Extensions = ReadExtensions(document, block, _thinking),
        },
        "redacted_thinking" => new RedactedReasoningPart(document.FindText(block, "data"u8) ?? JsonText.Empty)
        {
            Extensions = ReadExtensions(document, block, _redacted),
        },
        "tool_use" when IsForcedJson(document, block) => ReadForcedJson(document, block),
        "tool_use" => ReadCall(document, block),
        _ => null,
    };

    private static TextPart ReadForcedJson(JsonBody document, JsonElement block)
    {
        var input = block.Find("input"u8);
        return new(input.ValueKind switch
        {
            JsonValueKind.Undefined => RawJson.EmptyObject.ToString(),
            JsonValueKind.String => document.TextOf(input).ToString(),
            _ => document.RawOf(input).ToString(),
        });
    }

    private static ToolCallPart ReadCall(JsonBody document, JsonElement block)
    {
        var input = block.Find("input"u8);
        var id = document.FindString(block, "id"u8) ?? "";
        var name = document.FindString(block, "name"u8) ?? "";
        var call = input.ValueKind switch
        {
            JsonValueKind.Object => new ToolCallPart(id, name, document.RawOf(input)),
            JsonValueKind.Undefined => new ToolCallPart(id, name, RawJson.EmptyObject),
            JsonValueKind.String => ToolCallPart.FromText(id, name, document.TextOf(input).ToString()),
            _ => ToolCallPart.FromText(id, name, document.RawOf(input).ToString()),
        };
        return call with { Extensions = AnthropicExtensions.OfCall(document, block, _call) };
    }

    private static Extensions ReadExtensions(JsonBody document, JsonElement block, byte[][] known) =>
        document.ReadExtensions(block, WireProtocol.AnthropicMessages, known);
}
