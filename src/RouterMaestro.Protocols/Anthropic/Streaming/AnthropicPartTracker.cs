using System.Text;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Anthropic.Requests;
using RouterMaestro.Protocols.Signatures;
using RouterMaestro.Protocols.Streaming;

namespace RouterMaestro.Protocols.Anthropic.Streaming;

/// <summary>Maps the blocks of one stream to parts.</summary>
/// <param name="losses">Receives the blocks and members that have no part.</param>
internal sealed class AnthropicPartTracker(LossSink losses)
{
    private readonly StreamPartTracker<AnthropicStreamBlock> _blocks = new();

    public bool HasParts => _blocks.HasParts;

    public bool HasCalls => _blocks.HasCalls;

    public void Start(int index, in AnthropicBlockStart start, IChatEventSink sink)
    {
        EndOthers(start.Kind, index, sink);
        if (start.Kind is not { } kind)
        {
            losses.Add($"content.{Encoding.UTF8.GetString(start.Type)}");
            _blocks.Add(new(index, default) { IsSkipped = true });
            return;
        }

        var block = _blocks.Add(new(index, kind) { IsForcedJson = kind == PartKind.ToolCall && ForcedJsonTool.Is(start.Name) });
        switch (kind)
        {
            case PartKind.ToolCall when !block.IsForcedJson:
                _blocks.StartCall(block, start.CallId, start.Name, sink);
                break;
            case PartKind.RedactedReasoning:
                _blocks.StartRedacted(block, start.Data, sink);
                break;
            default:
                _blocks.Start(block, block.IsForcedJson ? PartKind.Text : kind, sink);
                break;
        }

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

        if (isSignature)
        {
            block.Sign(delta.Text, sink);
        }
        else
        {
            block.Append(delta.Text, sink);
        }
    }

    public void End(int index, IChatEventSink sink) => Find(index)?.End(sink);

    public void EndAll(IChatEventSink sink) => _blocks.EndAll(sink);

    private static void WriteContent(AnthropicStreamBlock block, in AnthropicBlockStart start, IChatEventSink sink)
    {
        if (block.Kind == PartKind.ToolCall)
        {
            block.HasInput = !start.Input.Trim("{} \t\r\n"u8).IsEmpty;
            if (block.HasInput)
            {
                block.Append(JsonText.FromString(Encoding.UTF8.GetString(start.Input)).Escaped.Span, sink);
            }

            return;
        }

        if (!start.Text.IsEmpty && block.Kind is PartKind.Text or PartKind.Reasoning)
        {
            block.Append(start.Text, sink);
        }

        if (!start.Signature.IsEmpty && !ReasoningSignature.IsOwn(start.Signature) && block.Kind == PartKind.Reasoning)
        {
            block.Sign(start.Signature, sink);
        }
    }

    /// <summary>Ends the open parts before the next one starts. Only calls may be open at the same time.</summary>
    private void EndOthers(PartKind? kind, int index, IChatEventSink sink)
    {
        foreach (var block in _blocks.Parts)
        {
            if (block.Index == index || kind != PartKind.ToolCall || block.Kind != PartKind.ToolCall || block.IsForcedJson)
            {
                block.End(sink);
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
        block = _blocks.Add(new(index, kind));
        _blocks.Start(block, kind, sink);
        return block;
    }

    private AnthropicStreamBlock? Find(int index)
    {
        // a frame without an index belongs to the latest block
        var blocks = _blocks.Parts;
        for (var at = blocks.Length - 1; at >= 0; at--)
        {
            if (index < 0 || blocks[at].Index == index)
            {
                return blocks[at];
            }
        }

        return null;
    }
}

/// <summary>Represents a block of a stream and its part.</summary>
/// <param name="index">The block's index.</param>
/// <param name="kind">The part's kind.</param>
internal sealed class AnthropicStreamBlock(int index, PartKind kind) : StreamPart(kind)
{
    public int Index => index;

    /// <summary>Gets a value indicating whether the block has no part.</summary>
    public bool IsSkipped { get; init; }

    /// <summary>Gets a value indicating whether the block is a response in the form of a call, so that its part is text.</summary>
    public bool IsForcedJson { get; init; }

    /// <summary>Gets or sets a value indicating whether the start had the complete arguments, so that later deltas repeat them.</summary>
    public bool HasInput { get; set; }

    protected override void OnEnding(IChatEventSink sink)
    {
        if (IsForcedJson && !HasText)
        {
            // a call without arguments has no delta
            Append("{}"u8, sink);
        }
    }
}
