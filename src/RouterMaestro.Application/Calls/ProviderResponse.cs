using System.Buffers;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Application.Calls;

/// <summary>
/// The response of a provider. It owns the connection until it is disposed. The family: <see cref="BufferedResponse"/> and
/// <see cref="EventStream"/> hold the canonical model, <see cref="PassthroughResponse"/> and <see cref="PassthroughStream"/> the bytes
/// of the caller's own protocol.
/// </summary>
public abstract class ProviderResponse : IAsyncDisposable
{
    private protected ProviderResponse()
    {
    }

    /// <summary>Gets the header fields that the caller should see.</summary>
    public EquatableArray<HeaderField> Headers { get; init; } = [];

    /// <summary>Gets the provider's id of the request; null if the provider sent none.</summary>
    public string? UpstreamRequestId { get; init; }

    /// <summary>Gets the usage, for a stream as far as it has been read; null if the provider sent none.</summary>
    public abstract TokenUsage? Usage { get; }

    /// <summary>Gets the finish reason; null if there is none yet, or the provider sent none.</summary>
    public abstract FinishReason? Finish { get; }

    /// <summary>Gets the fields lost in the translation of the request and, as far as it has been read, of the response.</summary>
    public LossSink Losses
    {
        get => field ??= new();
        init;
    }

    /// <summary>Gets the names of what was repaired in the provider's bytes, for a stream as far as it has been read.</summary>
    public virtual EquatableArray<string> Repaired => [];

    /// <summary>Gets or sets a resource that is released with the connection; null if there is none.</summary>
    public IDisposable? Lease { get; set; }

    /// <summary>Releases the connection.</summary>
    public virtual ValueTask DisposeAsync()
    {
        Lease?.Dispose();
        Lease = null;
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

/// <summary>A complete response in the canonical model.</summary>
/// <param name="response">The response.</param>
/// <param name="owner">The owner of the bytes that the response refers to; null if it refers to none.</param>
public sealed class BufferedResponse(ChatResponse response, IDisposable? owner = null) : ProviderResponse
{
    /// <summary>Gets the response.</summary>
    public ChatResponse Response { get; } = response;

    /// <inheritdoc />
    public override TokenUsage? Usage => Response.Usage;

    /// <inheritdoc />
    public override FinishReason? Finish => Response.Finish;

    /// <summary>Returns another response with the bytes and the connection of this one, which it replaces.</summary>
    /// <param name="changed">The response.</param>
    internal BufferedResponse With(ChatResponse changed) => new(changed, owner) { Headers = Headers, UpstreamRequestId = UpstreamRequestId, Losses = Losses, Lease = Lease };

    /// <inheritdoc />
    public override ValueTask DisposeAsync()
    {
        owner?.Dispose();
        return base.DisposeAsync();
    }
}

/// <summary>A complete response in the caller's own protocol: the provider's bytes, except for the model's name.</summary>
public abstract class PassthroughResponse : ProviderResponse
{
    /// <summary>Gets the length of the document in bytes.</summary>
    public abstract int Length { get; }

    /// <summary>Writes the document.</summary>
    /// <param name="output">Receives the bytes.</param>
    public abstract void WriteTo(IBufferWriter<byte> output);

    /// <summary>Gets the document in pieces, without copying it; empty if it can only be written as a whole.</summary>
    internal virtual IEnumerable<ReadOnlyMemory<byte>> Pieces => [];
}

/// <summary>A streamed response. Call <see cref="ReadAsync"/>, then drain what has arrived, until it returns false.</summary>
public abstract class ResponseStream : ProviderResponse
{
    private protected ResponseStream()
    {
    }

    /// <summary>Gets the failure that ended the stream; null if there is none.</summary>
    public abstract UpstreamFailure? Failure { get; }

    /// <summary>
    /// Gets a value indicating whether the stream holds back more of what arrived before its commit. It is drained in parts, so that it leaves
    /// memory as it is sent; a part may end within a frame.
    /// </summary>
    internal virtual bool HoldsMore => false;

    /// <summary>Waits for more of the stream.</summary>
    /// <param name="cancellationToken">Cancels the wait and the stream.</param>
    /// <returns>True if there is something to drain; false at the end of the stream.</returns>
    /// <exception cref="OperationCanceledException">The caller cancelled. A provider's failure is never an exception.</exception>
    public abstract ValueTask<bool> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>A streamed response as events of the canonical model.</summary>
public abstract class EventStream : ResponseStream
{
    /// <summary>Writes the events that have arrived. The last event of a stream is a completion or a failure.</summary>
    /// <param name="sink">Receives the events.</param>
    public abstract void Drain(IChatEventSink sink);
}

/// <summary>A streamed response in the caller's own protocol: the provider's bytes, except for the model's name.</summary>
public abstract class PassthroughStream : ResponseStream
{
    /// <summary>Gets a value indicating whether the provider reported its failure in a frame that was forwarded to the caller.</summary>
    public abstract bool IsFailureForwarded { get; }

    /// <summary>Gets the position in the stream.</summary>
    public virtual StreamPlace Place => default;

    /// <summary>Writes the frames that have arrived.</summary>
    /// <param name="output">Receives the bytes.</param>
    public abstract void Drain(IBufferWriter<byte> output);
}
