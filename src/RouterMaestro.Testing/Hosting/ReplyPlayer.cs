using Microsoft.AspNetCore.Http;
using RouterMaestro.Testing.Rendering;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Hosting;

/// <summary>Plays a reply onto a connection.</summary>
internal sealed class ReplyPlayer(HttpContext context, ReceivedRequest request, TimeProvider time)
{
    private bool _isOver;

    public async Task PlayAsync(SimulatedReply reply, CancellationToken stopping)
    {
        using var watch = context.RequestAborted.UnsafeRegister(_ => OnAborted(), null);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            await PlayActsAsync(reply, linked.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // this may run before the registration above does
            if (!stopping.IsCancellationRequested)
            {
                OnAborted();
            }

            Break();
        }
        finally
        {
            _isOver = true;
            request.MarkEnded(time.GetUtcNow());
        }
    }

    private async Task PlayActsAsync(SimulatedReply reply, CancellationToken cancellation)
    {
        SetHead(reply);
        using var acts = reply.Acts.GetEnumerator();
        for (var more = acts.MoveNext(); more;)
        {
            var act = acts.Current;
            more = acts.MoveNext();

            // a client may leave as soon as it has the last byte
            _isOver = !more;
            await PlayAsync(act, cancellation).ConfigureAwait(false);
        }
    }

    private async Task PlayAsync(ReplyAct act, CancellationToken cancellation)
    {
        switch (act)
        {
            case ReplyAct.Send send:
                await SendAsync(send, cancellation).ConfigureAwait(false);
                break;
            case ReplyAct.Wait { Duration: { } duration } when duration == TimeSpan.Zero:
                break;
            case ReplyAct.Wait { Duration: { } duration }:
                await Task.Delay(duration, time, cancellation).ConfigureAwait(false);
                break;
            case ReplyAct.Wait:
                // the last act, yet the client is still owed something
                _isOver = false;
                await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellation).ConfigureAwait(false);
                break;
            case ReplyAct.Cut when context.Response.HasStarted:
                // the server closes a connection behind what it sent when a handler fails after the head
                throw new CutException();
            case ReplyAct.HangUp:
                _isOver = true;
                await OpenConnection.CloseAsync(context).ConfigureAwait(false);
                break;
            default:
                Break();
                break;
        }
    }

    private async Task SendAsync(ReplyAct.Send send, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();

        // counted first, so that a client which has the bytes finds them counted
        send.Counted?.Invoke(true);
        try
        {
            await context.Response.Body.WriteAsync(send.Bytes, cancellation).ConfigureAwait(false);
            await context.Response.Body.FlushAsync(cancellation).ConfigureAwait(false);
        }
        catch
        {
            send.Counted?.Invoke(false);
            throw;
        }
    }

    private void SetHead(SimulatedReply reply)
    {
        var response = context.Response;
        response.StatusCode = reply.Status;
        response.ContentType = reply.ContentType;
        response.ContentLength = reply.ContentLength;
        foreach (var (name, value) in reply.Headers)
        {
            response.Headers[name] = value;
        }
    }

    private void Break()
    {
        _isOver = true;
        context.Abort();
    }

    private void OnAborted()
    {
        if (!_isOver)
        {
            request.MarkLeft(time.GetUtcNow());
        }
    }

    private sealed class CutException : Exception;
}
