using System.Buffers;
using RouterMaestro.Application.Ports;
using RouterMaestro.Application.Protocols;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Infrastructure.Providers;

/// <summary>A whole answer as it came, but for the name of the model.</summary>
internal sealed class SplicedAnswer(BodyBuffer body, VerbatimReading reading, ReadOnlyMemory<byte> quotedModel) : VerbatimAnswer
{
    public override TokenUsage? Usage => reading.Usage;

    public override FinishReason? Finish => reading.Finish;

    public override int Length => reading.Model.IsEmpty ? body.Length : body.Length - reading.Model.Length + quotedModel.Length;

    public override void WriteTo(IBufferWriter<byte> output)
    {
        var bytes = body.Memory.Span;
        if (reading.Model.IsEmpty)
        {
            output.Write(bytes);
            return;
        }

        output.Write(bytes[..reading.Model.Start]);
        output.Write(quotedModel.Span);
        output.Write(bytes[reading.Model.End..]);
    }

    public override ValueTask DisposeAsync()
    {
        body.Dispose();
        return base.DisposeAsync();
    }
}
