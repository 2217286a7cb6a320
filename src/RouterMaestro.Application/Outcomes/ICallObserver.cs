namespace RouterMaestro.Application.Outcomes;

/// <summary>Learns how calls end: conversations, embeddings, calls about stored responses and token counts, whether they were served or not.</summary>
/// <remarks>
/// Register it with <c>AddCallObserver</c>. It is called once a call, after its last byte, by several threads at once; it must not block. An
/// exception is logged and does not affect the call.
/// </remarks>
public interface ICallObserver
{
    /// <summary>Called when a call has ended.</summary>
    /// <param name="outcome">The outcome.</param>
    void OnEnded(CallOutcome outcome);
}
