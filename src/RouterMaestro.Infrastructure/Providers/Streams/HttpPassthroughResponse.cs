using System.Buffers;
using RouterMaestro.Application.Calls;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Passthrough;

namespace RouterMaestro.Infrastructure.Providers.Streams;

/// <summary>A buffered response in the provider's bytes, except for the model name and other declared edits.</summary>
internal sealed class HttpPassthroughResponse(BodyBuffer body, PassthroughReading reading, ReadOnlyMemory<byte> quotedModel) : PassthroughResponse
{
    private readonly BodyEdit[] _edits = EditsOf(reading, quotedModel);

    public override TokenUsage? Usage => reading.Usage;

    public override FinishReason? Finish => reading.Finish;

    public override EquatableArray<string> Repaired => reading.Repaired;

    public override int Length
    {
        get
        {
            var length = body.Length;
            foreach (ref readonly var edit in _edits.AsSpan())
            {
                length += edit.Replacement.Length - edit.Range.Length;
            }

            return length;
        }
    }

    internal override IEnumerable<ReadOnlyMemory<byte>> Pieces
    {
        get
        {
            var at = 0;
            foreach (var edit in _edits)
            {
                yield return body.Memory[at..edit.Range.Start];
                yield return edit.Replacement;
                at = edit.Range.End;
            }

            yield return body.Memory[at..];
        }
    }

    public override void WriteTo(IBufferWriter<byte> output) => BodyEdits.Apply(output, body.Memory.Span, _edits);

    public override ValueTask DisposeAsync()
    {
        body.Dispose();
        return base.DisposeAsync();
    }

    private static BodyEdit[] EditsOf(PassthroughReading reading, ReadOnlyMemory<byte> quotedModel)
    {
        var edits = new BodyEdit[reading.Edits.Length + 1];
        edits[0] = new(reading.Model, reading.Model.IsEmpty ? default : quotedModel);
        reading.Edits.CopyTo(edits.AsMemory(1));
        BodyEdits.Sort(edits);
        return edits;
    }
}
