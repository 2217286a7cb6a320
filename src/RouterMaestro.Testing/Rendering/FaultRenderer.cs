using RouterMaestro.Testing.Simulation;
using RouterMaestro.Testing.Wire;

namespace RouterMaestro.Testing.Rendering;

/// <summary>Turns an error or a fault before any content into a reply.</summary>
internal static class FaultRenderer
{
    public static SimulatedReply Render(SimulatedError error, RenderContext context)
    {
        var (contentType, bytes) = error.Body ?? (ContentTypes.Json, ErrorBodies.Whole(error, context));
        var reply = SimulatedReply.Whole(error.Status, contentType, bytes);
        return reply with
        {
            Acts = [new ReplyAct.Wait(error.Delay), .. error.Break is null ? reply.Acts : WholeDirector.Interrupted(bytes, [error.Break])],
            Headers = [.. ProviderHeaders.For(context), .. RetryHeaders(error.RetryAfter), .. error.Headers],
        };
    }

    public static SimulatedReply Render(FaultStep fault, RenderContext context) => fault switch
    {
        FaultStep.ErrorByProtocol errors => Render(context.IsMessages ? errors.Messages : errors.OpenAI, context),
        FaultStep.Reset reset => new(200, ContentTypes.Json, [new ReplyAct.Wait(reset.After), new ReplyAct.Reset()]),
        FaultStep.HangUp hangUp => new(200, ContentTypes.Json, [new ReplyAct.Wait(hangUp.After), new ReplyAct.HangUp()]),
        FaultStep.Silence => new(200, ContentTypes.Json, [new ReplyAct.Wait(null)]),
        FaultStep.HeadersOnly => new(200, ContentTypes.For(context), [new ReplyAct.Send(default), new ReplyAct.Wait(null)]),
        FaultStep.Empty => new(200, ContentTypes.For(context), []),
        FaultStep.TruncatedJson => new(200, ContentTypes.Json, [new ReplyAct.Send(BrokenEvents.TruncatedBody(context))]),
        FaultStep.ErrorWithStatus200 { Error: var error } => new(200, ContentTypes.For(context), [new ReplyAct.Send(
            context.Request.IsStream ? BrokenEvents.Failure(error, 0, context) : ErrorBodies.Whole(error, context))]),
        _ => throw new InvalidOperationException($"no reply for {fault}"),
    };

    private static IEnumerable<KeyValuePair<string, string>> RetryHeaders(TimeSpan? retryAfter)
    {
        if (retryAfter is not { } delay)
        {
            yield break;
        }

        yield return new("retry-after", $"{Math.Ceiling(delay.TotalSeconds):0}");
        if (delay.Milliseconds != 0)
        {
            yield return new("retry-after-ms", $"{delay.TotalMilliseconds:0}");
        }
    }
}
