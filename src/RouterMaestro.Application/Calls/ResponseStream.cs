using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Application.Calls;

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
