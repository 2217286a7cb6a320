using RouterMaestro.Application.Calls;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Tools;

namespace RouterMaestro.Application.Affinity;

/// <summary>
/// Records the signatures of calls in a response that passes through. It looks for the name of their member alone, and begins to read a stream at the frame
/// that holds the first one.
/// </summary>
/// <param name="calls">Remembers the signatures.</param>
/// <param name="codec">Reads the response.</param>
/// <param name="next">Records what else there is; null for nothing.</param>
internal sealed class CallSignatureRecorder(CallSignatures calls, IOutboundCodec codec, IResponseRecorder? next) : IResponseRecorder, IChatEventSink
{
    private IStreamDecoder? _decoder;
    private CallEvents? _events;

    public void RecordResponse(ReadOnlySpan<byte> response)
    {
        next?.RecordResponse(response);
        if (HasSignature(response) && codec.ReadResponse(response.ToArray()).Response is { } read)
        {
            Fit().Apply(read);
        }
    }

    public void RecordFrame(ReadOnlySpan<byte> data)
    {
        next?.RecordFrame(data);
        if (_decoder is null && !HasSignature(data))
        {
            return;
        }

        _events ??= new(Fit(), this);
        (_decoder ??= codec.CreateDecoder(new LossSink())).Decode([], data, _events);
    }

    void IChatEventSink.Write(in ChatEventSpan span)
    {
    }

    private bool HasSignature(ReadOnlySpan<byte> json) => json.IndexOf(codec.Description.CallSignature!.Key) >= 0;

    // the caller gets the provider's own ids
    private ResponseCalls Fit() => new(new LossSink(), static () => "") { Signatures = calls };
}
