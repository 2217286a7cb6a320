using System.Buffers;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Application.Calls;

/// <summary>
/// A provider's answer, which owns the connection until it is disposed. The family: <see cref="BufferedResponse"/> and
/// <see cref="EventStream"/> in no dialect, <see cref="PassthroughResponse"/> and <see cref="PassthroughStream"/> in the caller's own.
/// </summary>
public abstract class ProviderResponse : IAsyncDisposable
{
    private protected ProviderResponse()
    {
    }

    /// <summary>Gets the header fields that the caller should see.</summary>
    public EquatableArray<HeaderField> Headers { get; init; } = [];

    /// <summary>Gets the provider's id of the request; null when it gave none.</summary>
    public string? UpstreamRequestId { get; init; }

    /// <summary>Gets the usage; of a stream, as far as it has been read; null when none was told.</summary>
    public abstract TokenUsage? Usage { get; }

    /// <summary>Gets why the answer ended; null when it has not, or did not say.</summary>
    public abstract FinishReason? Finish { get; }

    /// <summary>Gets or sets what the answer stands on beside its connection, and lets go of with it; null when there is nothing.</summary>
    public IDisposable? Lease { get; set; }

    /// <summary>Lets go of the connection.</summary>
    public virtual ValueTask DisposeAsync()
    {
        Lease?.Dispose();
        Lease = null;
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

/// <summary>A whole answer in no dialect.</summary>
/// <param name="response">The answer.</param>
/// <param name="owner">The bytes that the answer holds slices of, if any.</param>
public sealed class BufferedResponse(ChatResponse response, IDisposable? owner = null) : ProviderResponse
{
    /// <summary>Gets the answer.</summary>
    public ChatResponse Response { get; } = response;

    /// <inheritdoc />
    public override TokenUsage? Usage => Response.Usage;

    /// <inheritdoc />
    public override FinishReason? Finish => Response.Finish;

    /// <inheritdoc />
    public override ValueTask DisposeAsync()
    {
        owner?.Dispose();
        return base.DisposeAsync();
    }
}

/// <summary>A whole answer in the caller's own dialect, as it came but for the name of the model.</summary>
public abstract class PassthroughResponse : ProviderResponse
{
    /// <summary>Gets the length of the document in bytes.</summary>
    public abstract int Length { get; }

    /// <summary>Writes the document.</summary>
    /// <param name="output">Takes the bytes.</param>
    public abstract void WriteTo(IBufferWriter<byte> output);
}

/// <summary>A streamed answer: wait for more, then take what has come, until nothing more comes.</summary>
public abstract class ResponseStream : ProviderResponse
{
    private protected ResponseStream()
    {
    }

    /// <summary>Gets why the stream broke off; null while it has not.</summary>
    public abstract UpstreamFailure? Failure { get; }

    /// <summary>Waits for more.</summary>
    /// <param name="cancellationToken">Ends the wait, and with it the stream.</param>
    /// <returns>Whether there is something to take; false when the stream is over.</returns>
    /// <exception cref="OperationCanceledException">The caller went away. A provider's failure is never an exception.</exception>
    public abstract ValueTask<bool> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>A streamed answer in no dialect.</summary>
public abstract class EventStream : ResponseStream
{
    /// <summary>Takes the events that have come; the last of them is a completion or a failure.</summary>
    /// <param name="sink">Takes the events.</param>
    public abstract void Drain(IChatEventSink sink);
}

/// <summary>A streamed answer in the caller's own dialect, as it came but for the name of the model.</summary>
public abstract class PassthroughStream : ResponseStream
{
    /// <summary>Gets a value indicating whether the provider told its failure in a frame that was passed on, so that the caller knows.</summary>
    public abstract bool IsFailureTold { get; }

    /// <summary>Gets how far the stream has come.</summary>
    public virtual StreamPlace Place => default;

    /// <summary>Takes the frames that have come.</summary>
    /// <param name="output">Takes the bytes.</param>
    public abstract void Drain(IBufferWriter<byte> output);
}
