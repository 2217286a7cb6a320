using RouterMaestro.Testing.Simulation;
using RouterMaestro.Testing.Wire;
using RouterMaestro.Testing.Wire.Chat;
using RouterMaestro.Testing.Wire.Messages;
using RouterMaestro.Testing.Wire.Responses;

namespace RouterMaestro.Testing.Rendering;

/// <summary>Puts the parts of an answer that is not streamed, its delays and its faults into order.</summary>
internal static class WholeDirector
{
    public static SimulatedReply Direct(SimulatedResponse response, RenderContext context)
    {
        if (response.Interruptions.OfType<Interruption.Failure>().FirstOrDefault() is { } failure)
        {
            return FaultRenderer.Render(failure.Error, context);
        }

        var body = context.IsMessages ? SimulatedMessagesBody.Body(response, context)
            : context.IsResponses ? SimulatedResponsesBody.Body(response, context)
            : SimulatedChatBody.Body(response, context);
        body = context.Editor?.EditBody(body) ?? body;
        return new SimulatedReply(200, ContentTypes.Json, Acts(response, body, context.Editor is { } editor ? editor.CountBody : null))
        {
            ContentLength = response.Interruptions.All(HasAllBytes) ? body.Length : null,
        };
    }

    /// <summary>Sends a body that is interrupted in its middle or behind its end.</summary>
    public static IEnumerable<ReplyAct> Interrupted(
        ReadOnlyMemory<byte> body, IReadOnlyList<Interruption> interruptions, Action<bool>? counted = null)
    {
        var sent = 0;
        foreach (var interruption in interruptions.OrderBy(n => n.After == Interruption.AtEnd))
        {
            var end = interruption.After == Interruption.AtEnd ? body.Length : body.Length / 2;
            yield return new ReplyAct.Send(body[sent..end]) { Counted = end == body.Length && sent < end ? counted : null };
            sent = end;
            switch (interruption)
            {
                case Interruption.Stall stall:
                    yield return new ReplyAct.Wait(stall.Duration);
                    continue;
                case Interruption.Reset:
                    yield return new ReplyAct.Reset();
                    break;
                case Interruption.Cut:
                    yield return new ReplyAct.Cut();
                    break;
            }

            yield break;
        }

        yield return new ReplyAct.Send(body[sent..]) { Counted = sent < body.Length ? counted : null };
    }

    private static IEnumerable<ReplyAct> Acts(SimulatedResponse response, byte[] body, Action<bool>? counted)
    {
        yield return new ReplyAct.Wait(response.HeaderDelay);
        if (response.FirstPieceDelay > TimeSpan.Zero)
        {
            yield return new ReplyAct.Send(default);
            yield return new ReplyAct.Wait(response.FirstPieceDelay);
        }

        foreach (var act in Interrupted(body, response.Interruptions, counted))
        {
            yield return act;
        }
    }

    // a body that is too short must not say how long it should be, nor one that stays open behind its end that it is over
    private static bool HasAllBytes(Interruption interruption) =>
        interruption is not (Interruption.Close or Interruption.Malformed) && interruption.After != Interruption.AtEnd;
}
