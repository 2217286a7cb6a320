using RouterMaestro.Domain.Models;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Application.Affinity;

/// <summary>Records the reasoning signatures and the id of a candidate's response, which only its provider accepts again.</summary>
/// <param name="store">Keeps what is recorded.</param>
/// <param name="protocol">The protocol of the response.</param>
/// <param name="model">The model that responds.</param>
/// <param name="recordsId">Whether a later request can continue the response by its id.</param>
internal sealed class AffinityRecorder(AffinityStore store, ProtocolDescription protocol, ModelRef model, bool recordsId)
{
    /// <summary>Records a complete response.</summary>
    /// <param name="response">The body, as the provider sent it.</param>
    public void RecordResponse(ReadOnlySpan<byte> response)
    {
        SignatureOrigins.Remember(response, protocol, model.Provider, store);
        if (recordsId)
        {
            RecordId(ResponseIds.InResponse(response));
        }
    }

    /// <summary>Records one frame of a stream.</summary>
    /// <param name="data">The frame's data, as the provider sent it.</param>
    public void RecordFrame(ReadOnlySpan<byte> data)
    {
        SignatureOrigins.Remember(data, protocol, model.Provider, store);
        if (recordsId)
        {
            RecordId(ResponseIds.InFrame(data, protocol.ResponseId!));
        }
    }

    private void RecordId(ReadOnlySpan<byte> id)
    {
        if (!id.IsEmpty)
        {
            store.RememberResponse(id, model);
        }
    }
}
