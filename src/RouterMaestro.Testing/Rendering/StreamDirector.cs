using RouterMaestro.Testing.Simulation;
using RouterMaestro.Testing.Wire;
using RouterMaestro.Testing.Wire.Chat;
using RouterMaestro.Testing.Wire.Messages;
using RouterMaestro.Testing.Wire.Responses;

namespace RouterMaestro.Testing.Rendering;

/// <summary>Puts a streamed answer's events, delays and faults into order.</summary>
internal static class StreamDirector
{
    public static SimulatedReply Direct(SimulatedResponse response, RenderContext context)
    {
        var written = Frames(response, context);
        var frames = (context.Editor?.EditStream([.. written]) ?? written).Where(frame => !response.Omitted.Contains(frame.Name)).ToList();
        var acts = Pacing.KeepAlive(Acts(response, frames, context), response.KeepAliveInterval, context);
        return new SimulatedReply(200, ContentTypes.EventStream, acts.Prepend(new ReplyAct.Send(default)).Prepend(new ReplyAct.Wait(response.HeaderDelay)));
    }

    private static IEnumerable<WireFrame> Frames(SimulatedResponse response, RenderContext context) =>
        context.IsMessages ? MessagesStream.Frames(response, context)
        : context.IsResponses ? ResponsesStream.Frames(response, context)
        : ChatStream.Frames(response, context);

    private static IEnumerable<ReplyAct> Acts(SimulatedResponse response, List<WireFrame> frames, RenderContext context)
    {
        var pieces = 0;
        for (var i = 0; i <= frames.Count; i++)
        {
            foreach (var interruption in response.Interruptions.Where(n => Position(n.After, frames) == i))
            {
                foreach (var act in Interrupt(interruption, i, context))
                {
                    yield return act;
                }

                if (interruption is not (Interruption.Stall or Interruption.Malformed))
                {
                    yield break;
                }
            }

            if (i == frames.Count)
            {
                yield break;
            }

            yield return new ReplyAct.Wait(!frames[i].IsContent ? TimeSpan.Zero : pieces++ == 0 ? response.FirstPieceDelay : response.PieceDelay);
            yield return new ReplyAct.Send(frames[i].Bytes) { Counted = frames[i].Counted };
        }
    }

    // the frame before which an interruption after so many pieces comes
    private static int Position(int after, List<WireFrame> frames)
    {
        var contents = frames.Index().Where(f => f.Item.IsContent).Select(f => f.Index).ToList();
        return after == Interruption.AtEnd ? frames.Count
            : contents.Count == 0 ? frames.TakeWhile(f => f.Name is not ("finish" or "message_delta") && !ResponsesStream.Terminals.Contains(f.Name)).Count()
            : after == 0 ? contents[0]
            : contents[Math.Min(after, contents.Count) - 1] + 1;
    }

    private static IEnumerable<ReplyAct> Interrupt(Interruption interruption, int sent, RenderContext context) => interruption switch
    {
        Interruption.Stall stall => [new ReplyAct.Wait(stall.Duration)],
        Interruption.Reset => [new ReplyAct.Reset()],
        Interruption.Cut => [new ReplyAct.Cut()],
        Interruption.Malformed malformed => [new ReplyAct.Send(BrokenEvents.Malformed(malformed.Data, context))],
        Interruption.Failure failure => [new ReplyAct.Send(BrokenEvents.Failure(failure.Error, sent, context))],
        _ => [],
    };
}
