using System.Text;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Anthropic.Requests;
using RouterMaestro.Protocols.Signatures;

namespace RouterMaestro.Protocols.Anthropic.Streaming;

/// <summary>
/// Maps the blocks of one stream to parts. Parts are numbered in the order in which they start. Each part starts and ends once, even
/// if the provider omits or repeats a frame.
/// </summary>
/// <param name="losses">Receives the blocks and members that have no part.</param>
internal sealed class AnthropicPartTracker(LossSink losses)
{
    private readonly List<AnthropicStreamBlock> _blocks = [];
    private int _parts;

    public bool HasParts => _parts > 0;

    public bool HasCalls { get; private set; }

    public void Start(int index, in AnthropicBlockStart start, IChatEventSink sink)
    {
        EndOthers(start.Kind, index, sink);
        if (start.Kind is not { } kind)
        {
            losses.Add($"content.{Encoding.UTF8.GetString(start.Type)}");
            _blocks.Add(new(index, -1, default));
            return;
        }

        var block = Open(index, kind, isForcedJson: kind == PartKind.ToolCall && ForcedJsonTool.Is(start.Name));
        sink.Write(kind switch
        {
            PartKind.ToolCall when block.IsForcedJson => ChatEventSpan.PartStarted(block.Part, PartKind.Text),
            PartKind.ToolCall => ChatEventSpan.ToolCallStarted(block.Part, start.CallId, start.Name),
            PartKind.RedactedReasoning => ChatEventSpan.RedactedStarted(block.Part, start.Data),
            _ => ChatEventSpan.PartStarted(block.Part, kind),
        });
        WriteContent(block, start, sink);
    }

    public void Continue(int index, in AnthropicDelta delta, IChatEventSink sink)
    {
        // the only extension of a block that a delta carries is a citation, which a buffered block has in its list "citations"
        if (delta is { Kind: AnthropicDeltaKind.Other, Extension.IsEmpty: false } && Find(index) is { IsSkipped: false })
        {
            losses.Add(delta.Extension.SequenceEqual("citation"u8) ? "content.citations" : $"content.{Encoding.UTF8.GetString(delta.Extension)}");
        }

        var isSignature = delta.Kind == AnthropicDeltaKind.Signature;
        if (delta.Kind == AnthropicDeltaKind.Other || delta.Text.IsEmpty || (isSignature && ReasoningSignature.IsOwn(delta.Text)) || FindFor(index, delta.Kind, sink) is not { } block)
        {
            return;
        }

        block.HasText = true;
        sink.Write(isSignature
            ? ChatEventSpan.SignatureDelta(block.Part, delta.Text)
            : ChatEventSpan.PartDelta(block.Part, delta.Text));
    }

    public void End(int index, IChatEventSink sink)
    {
        if (Find(index) is { } block)
        {
            End(block, sink);
        }
    }

    public void EndAll(IChatEventSink sink)
    {
        foreach (var block in _blocks)
        {
            End(block, sink);
        }
    }

    private static void End(AnthropicStreamBlock block, IChatEventSink sink)
    {
        if (block.IsOpen)
        {
            if (block is { IsForcedJson: true, HasText: false })
            {
                // a call without arguments has no delta
                sink.Write(ChatEventSpan.PartDelta(block.Part, "{}"u8));
            }

            block.IsOpen = false;
            sink.Write(ChatEventSpan.PartEnded(block.Part));
        }
    }

    private static void WriteContent(AnthropicStreamBlock block, in AnthropicBlockStart start, IChatEventSink sink)
    {
        if (block.Kind == PartKind.ToolCall)
        {
            block.HasInput = !start.Input.Trim("{} \t\r\n"u8).IsEmpty;
            if (block.HasInput)
            {
                block.HasText = true;
                sink.Write(ChatEventSpan.PartDelta(block.Part, JsonText.FromString(Encoding.UTF8.GetString(start.Input)).Escaped.Span));
            }

            return;
        }

        if (!start.Text.IsEmpty && block.Kind is PartKind.Text or PartKind.Reasoning)
        {
            sink.Write(ChatEventSpan.PartDelta(block.Part, start.Text));
        }

        if (!start.Signature.IsEmpty && !ReasoningSignature.IsOwn(start.Signature) && block.Kind == PartKind.Reasoning)
        {
            sink.Write(ChatEventSpan.SignatureDelta(block.Part, start.Signature));
        }
    }

    /// <summary>Ends the open parts before the next one starts. Only calls may be open at the same time.</summary>
    private void EndOthers(PartKind? kind, int index, IChatEventSink sink)
    {
        foreach (var block in _blocks)
        {
            if (block.Index == index || kind != PartKind.ToolCall || block.Kind != PartKind.ToolCall || block.IsForcedJson)
            {
                End(block, sink);
            }
        }
    }

    /// <summary>Finds the open part of a delta. A text delta without a start, or after the end of its block, begins a part.</summary>
    private AnthropicStreamBlock? FindFor(int index, AnthropicDeltaKind delta, IChatEventSink sink)
    {
        var kind = delta switch
        {
            AnthropicDeltaKind.Text => PartKind.Text,
            AnthropicDeltaKind.Arguments => PartKind.ToolCall,
            _ => PartKind.Reasoning,
        };
        var block = Find(index);
        if (block is { IsSkipped: true } || (block is not null && block.Kind != kind) || block is { HasInput: true })
        {
            return null;
        }

        if (block is { IsOpen: true })
        {
            return block;
        }

        if (kind == PartKind.ToolCall)
        {
            return null;
        }

        EndOthers(kind, index, sink);
        block = Open(index, kind);
        sink.Write(ChatEventSpan.PartStarted(block.Part, kind));
        return block;
    }

    private AnthropicStreamBlock Open(int index, PartKind kind, bool isForcedJson = false)
    {
        HasCalls |= kind == PartKind.ToolCall && !isForcedJson;
        var block = new AnthropicStreamBlock(index, _parts++, kind) { IsForcedJson = isForcedJson };
        _blocks.Add(block);
        return block;
    }

    private AnthropicStreamBlock? Find(int index)
    {
        // a frame without an index belongs to the latest block
        for (var at = _blocks.Count - 1; at >= 0; at--)
        {
            if (index < 0 || _blocks[at].Index == index)
            {
                return _blocks[at];
            }
        }

        return null;
    }
}

/// <summary>Represents a block of a stream and its part.</summary>
/// <param name="index">The block's index.</param>
/// <param name="part">The part's index; -1 if it has no part.</param>
/// <param name="kind">The part's kind.</param>
internal sealed class AnthropicStreamBlock(int index, int part, PartKind kind)
{
    public int Index => index;

    public int Part => part;

    public PartKind Kind => kind;

    public bool IsSkipped => part < 0;

    public bool IsOpen { get; set; } = part >= 0;

    /// <summary>Gets a value indicating whether the block is a response in the form of a call, so that its part is text.</summary>
    public bool IsForcedJson { get; init; }

    /// <summary>Gets or sets a value indicating whether such a response has begun.</summary>
    public bool HasText { get; set; }

    /// <summary>Gets or sets a value indicating whether the start had the complete arguments, so that later deltas repeat them.</summary>
    public bool HasInput { get; set; }
}
