using System.Text.Json.Nodes;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Testing.Rendering;
using RouterMaestro.Testing.Wire;

namespace RouterMaestro.Testing.Hosting;

/// <summary>The default steps for requests other than calls of a model.</summary>
internal static class StandardSteps
{
    public static SimulatedStep TokenCount { get; } = new ComputedStep(context =>
    {
        var count = new JsonObject { ["input_tokens"] = Math.Max(1, context.Request.Body.Length / 4) };
        if (context.Request.Protocol == WireProtocol.OpenAIResponses)
        {
            count["object"] = "response.input_tokens";
        }

        return Json(count, context);
    });

    public static SimulatedStep Models { get; } = new ComputedStep(context =>
    {
        const string Segment = "/models/";
        var at = context.Request.Path.IndexOf(Segment, StringComparison.Ordinal);
        if (at < 0)
        {
            return Json(ModelLists.List(context), context);
        }

        var id = Uri.UnescapeDataString(context.Request.Path[(at + Segment.Length)..]);
        return context.Options.Models.Contains(id)
            ? Json(ModelLists.Model(id, context), context)
            : ProviderRules.UnknownModel(id).Render(context);
    });

    public static SimulatedStep NotFound { get; } = new ComputedStep(context =>
    {
        var error = SimulatedFault.Status(404);
        return (context.IsMessages
            ? error
            : error.WithMessage($"Invalid URL ({context.Request.Method} {context.Request.Path})").WithCode("unknown_url")).Render(context);
    });

    private static SimulatedReply Json(JsonObject body, RenderContext context) =>
        SimulatedReply.Whole(200, ContentTypes.Json, WireJson.Bytes(body)) with { Headers = [.. ProviderHeaders.For(context)] };
}
