using System.Text.Json.Nodes;
using RouterMaestro.Testing.Json;
using RouterMaestro.Testing.Simulation;
using RouterMaestro.Testing.Wire;

namespace RouterMaestro.Testing.Rendering;

/// <summary>Turns a step into the reply to one request.</summary>
internal static class Renderer
{
    public static SimulatedReply Render(SimulatedStep step, RenderContext context) => step switch
    {
        SimulatedResponse response => Response(response, context),
        SimulatedRawResponse raw => new SimulatedReply(raw.Status, raw.ContentType, Acts(raw)) { Headers = raw.Headers },
        SimulatedVectors vectors => Vectors(SimulatedVectorsBody.Body(vectors, context), context),
        SimulatedError error => FaultRenderer.Render(error, context),
        FaultStep fault => FaultRenderer.Render(fault, context),
        _ => throw new InvalidOperationException($"no reply for {step}"),
    };

    private static SimulatedReply Response(SimulatedResponse given, RenderContext context)
    {
        var response = given.WithParts(given.Parts.Select(part => AsOffered(part, context)));
        var reply = context.Request.IsStream ? StreamDirector.Direct(response, context) : WholeDirector.Direct(response, context);
        return reply with
        {
            Acts = response.ChunkSizes.Count > 0 ? Pacing.Chunk(reply.Acts, response.ChunkSizes) : reply.Acts,
            ContentType = response.ContentType ?? reply.ContentType,
            Headers = [.. ProviderHeaders.For(context), .. reply.Headers, .. response.Headers],
        };
    }

    private static SimulatedReply Vectors(byte[] written, RenderContext context)
    {
        var body = context.Editor?.EditBody(written) ?? written;
        return SimulatedReply.Whole(200, ContentTypes.Json, body) with
        {
            Acts = WholeDirector.Interrupted(body, [], context.Editor is { } editor ? editor.CountBody : null),
            Headers = [.. ProviderHeaders.For(context)],
        };
    }

    // a tool that takes free text is offered as a function where the protocol, or the client, has no such tools
    private static ResponsePart AsOffered(ResponsePart part, RenderContext context) =>
        part is ResponsePart.ToolCall { Call: { IsCustom: true } call } && !context.OffersCustomTool(call.Name)
            ? new ResponsePart.ToolCall(call with { IsCustom = false, Arguments = WireJson.Text(new JsonObject { ["input"] = call.Arguments }) })
            : part;

    private static IEnumerable<ReplyAct> Acts(SimulatedRawResponse raw)
    {
        yield return new ReplyAct.Wait(raw.HeaderDelay);
        for (int at = 0, i = 0; at < raw.Body.Length; i++)
        {
            yield return new ReplyAct.Wait(i > 0 ? raw.Delay : TimeSpan.Zero);

            var size = raw.ChunkSizes.Count == 0 ? raw.Body.Length : raw.ChunkSizes[Math.Min(i, raw.ChunkSizes.Count - 1)];
            yield return new ReplyAct.Send(raw.Body.Slice(at, Math.Min(size, raw.Body.Length - at)));
            at += size;
        }

        if (raw.IsCut)
        {
            yield return new ReplyAct.Cut();
        }
    }
}
