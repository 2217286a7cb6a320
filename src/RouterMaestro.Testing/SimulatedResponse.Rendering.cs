using System.Text.Json.Nodes;
using RouterMaestro.Testing.Rendering;
using RouterMaestro.Testing.Wire;

namespace RouterMaestro.Testing;

/// <content>How an answer becomes bytes.</content>
public sealed partial record SimulatedResponse
{
    internal override SimulatedReply Render(RenderContext context)
    {
        var response = this with { Parts = [.. Parts.Select(part => AsOffered(part, context))] };
        var reply = context.Request.IsStream ? StreamDirector.Direct(response, context) : WholeDirector.Direct(response, context);
        return reply with
        {
            Acts = ChunkSizes.Count > 0 ? Pacing.Chunk(reply.Acts, ChunkSizes) : reply.Acts,
            ContentType = ContentType ?? reply.ContentType,
            Headers = [.. ProviderHeaders.For(context), .. reply.Headers, .. Headers],
        };
    }

    // a tool that takes free text is offered as a function where the protocol, or the client, has no such tools
    private static ResponsePart AsOffered(ResponsePart part, RenderContext context) =>
        part is ResponsePart.ToolCall { Call: { IsCustom: true } call } && !context.OffersCustomTool(call.Name)
            ? new ResponsePart.ToolCall(call with { IsCustom = false, Arguments = WireJson.Text(new JsonObject { ["input"] = call.Arguments }) })
            : part;

    internal SimulatedUsage UsageFor(RenderContext context) =>
        Usage ?? new SimulatedUsage(Math.Max(1, context.Request.Body.Length / 4), Math.Max(1, OutputLength(context.Request) / 4));

    internal IEnumerable<T> Of<T>()
        where T : ResponsePart => Parts.OfType<T>();

    private int OutputLength(ReceivedRequest request) => Parts.Sum(part => part switch
    {
        ResponsePart.Text text => text.Make(request).Length,
        ResponsePart.Reasoning reasoning => reasoning.Content.Length,
        ResponsePart.ToolCall call => call.Call.Name.Length + call.Call.Arguments.Length,
        ResponsePart.Refusal refusal => refusal.Reason.Length,
        _ => 0,
    });
}
