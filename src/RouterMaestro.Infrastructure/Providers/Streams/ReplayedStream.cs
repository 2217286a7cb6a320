using RouterMaestro.Application.Calls;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Infrastructure.Providers.Streams;

/// <summary>A buffered response as a stream of events.</summary>
/// <remarks>
/// It serves a streamed call whose provider returned one JSON document; test A_response_without_a_stream_to_a_streamed_call_has_the_callers_names.
/// </remarks>
internal sealed class ReplayedStream(BufferedResponse response) : EventStream
{
    private bool _isRead;

    public override TokenUsage? Usage => response.Usage;

    public override FinishReason? Finish => response.Finish;

    public override UpstreamFailure? Failure => null;

    public override ValueTask<bool> ReadAsync(CancellationToken cancellationToken) => new(!_isRead);

    public override void Drain(IChatEventSink sink)
    {
        _isRead = true;
        sink.Write(response.Response);
    }

    public override async ValueTask DisposeAsync()
    {
        await response.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }
}
