using System.Text.Json.Nodes;
using RouterMaestro.Testing.Json;
using RouterMaestro.Testing.Simulation;
using RouterMaestro.Testing.Wire;

namespace RouterMaestro.Testing.Rendering;

/// <summary>Makes the replies to requests that no step serves.</summary>
internal static class StandardReplies
{
    private const string ModelSegment = "/models/";

    public static SimulatedReply For(RenderContext context) => context.Request.Operation switch
    {
        SimulatedOperation.Generate => Renderer.Render(SimulatedResponse.Echo(), context),
        SimulatedOperation.CountTokens => Json(TokenCount(context), context),
        SimulatedOperation.Models => Models(context),
        SimulatedOperation.Embed => Renderer.Render(SimulatedVectors.Computed, context),
        _ => NotFound(context),
    };

    private static JsonObject TokenCount(RenderContext context)
    {
        var count = new JsonObject { ["input_tokens"] = Math.Max(1, context.Request.Body.Length / 4) };
        if (context.IsResponses)
        {
            count["object"] = "response.input_tokens";
        }

        return count;
    }

    private static SimulatedReply Models(RenderContext context)
    {
        var at = context.Request.Path.IndexOf(ModelSegment, StringComparison.Ordinal);
        if (at < 0)
        {
            return Json(ModelLists.List(context), context);
        }

        var id = Uri.UnescapeDataString(context.Request.Path[(at + ModelSegment.Length)..]);
        return context.Models.Contains(id)
            ? Json(ModelLists.Model(id, context), context)
            : FaultRenderer.Render(SimulatedFault.UnknownModel(id), context);
    }

    private static SimulatedReply NotFound(RenderContext context)
    {
        var error = SimulatedFault.Status(404);
        return FaultRenderer.Render(
            context.IsMessages
                ? error
                : error.WithMessage($"Invalid URL ({context.Request.Method} {context.Request.Path})").WithCode("unknown_url"),
            context);
    }

    private static SimulatedReply Json(JsonObject body, RenderContext context) =>
        SimulatedReply.Whole(200, ContentTypes.Json, WireJson.Bytes(body)) with { Headers = [.. ProviderHeaders.For(context)] };
}
