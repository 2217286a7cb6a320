using RouterMaestro.Testing.Wire;

namespace RouterMaestro.Testing.Rendering;

/// <summary>Puts the parts of an answer that is not streamed, its delays and its fault into order.</summary>
internal static class WholeDirector
{
    public static SimulatedReply Direct(SimulatedAnswer answer, RenderContext context)
    {
        if (answer.Interruptions.OfType<Interruption.Failure>().FirstOrDefault() is { } failure)
        {
            return failure.Error.Render(context);
        }

        var body = context.IsMessages ? MessagesAnswer.Body(answer, context) : ChatAnswer.Body(answer, context);
        var interruption = answer.Interruptions.Count > 0 ? answer.Interruptions[0] : null;
        var isCut = interruption is Interruption.Close or Interruption.Malformed;
        return new SimulatedReply(200, ContentTypes.Json, Acts(answer, body, interruption))
        {
            ContentLength = isCut ? null : body.Length,
        };
    }

    private static IEnumerable<ReplyAct> Acts(SimulatedAnswer answer, byte[] body, Interruption? interruption)
    {
        if (answer.HeaderDelay > TimeSpan.Zero)
        {
            yield return new ReplyAct.Wait(answer.HeaderDelay);
        }

        if (answer.FirstPieceDelay > TimeSpan.Zero)
        {
            yield return new ReplyAct.Send(default);
            yield return new ReplyAct.Wait(answer.FirstPieceDelay);
        }

        if (interruption is null)
        {
            yield return new ReplyAct.Send(body);
            yield break;
        }

        yield return new ReplyAct.Send(body.AsMemory(0, body.Length / 2));
        if (interruption is Interruption.Reset or Interruption.Cut)
        {
            yield return interruption is Interruption.Reset ? new ReplyAct.Reset() : new ReplyAct.Cut();
        }
        else if (interruption is Interruption.Stall stall)
        {
            yield return new ReplyAct.Wait(stall.Duration);
            yield return new ReplyAct.Send(body.AsMemory(body.Length / 2));
        }
    }
}
