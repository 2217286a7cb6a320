using RouterMaestro.Application.Calls;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Infrastructure.Providers.Streams;

/// <summary>A whole answer told as a stream, for providers that don't stream although they were asked to.</summary>
internal sealed class ReplayedStream(BufferedResponse response) : EventStream
{
    private bool _isTaken;

    public override TokenUsage? Usage => response.Usage;

    public override FinishReason? Finish => response.Finish;

    public override UpstreamFailure? Failure => null;

    public override ValueTask<bool> ReadAsync(CancellationToken cancellationToken) => new(!_isTaken);

    public override void Drain(IChatEventSink sink)
    {
        _isTaken = true;
        sink.Write(response.Response);
    }

    public override async ValueTask DisposeAsync()
    {
        await response.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }
}
