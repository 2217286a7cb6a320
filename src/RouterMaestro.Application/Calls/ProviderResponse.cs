using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;

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
