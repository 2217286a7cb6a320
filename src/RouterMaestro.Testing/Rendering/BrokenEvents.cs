using System.Text;
using System.Text.Json.Nodes;
using RouterMaestro.Testing.Json;
using RouterMaestro.Testing.Simulation;
using RouterMaestro.Testing.Wire;
using RouterMaestro.Testing.Wire.Responses;

namespace RouterMaestro.Testing.Rendering;

/// <summary>Events and bodies that a provider should not send, and its errors within a stream.</summary>
internal static class BrokenEvents
{
    public static byte[] Malformed(string? data, RenderContext context) =>
        context.IsMessages ? WireJson.NamedEvent("content_block_delta", data ?? """{"type":"content_block_delta","index":0,"delta":{"type":"text_del""")
        : context.IsResponses ? WireJson.NamedEvent("response.output_text.delta", data ?? """{"type":"response.output_text.delta","output_index":0,"del""")
        : WireJson.DataEvent(data ?? $$"""{"id":"{{context.Id("chatcmpl-")}}","object":"chat.completion.chunk","choices":[{"index":0,"del""");

    /// <summary>Makes the event of an error.</summary>
    /// <param name="error">The error.</param>
    /// <param name="sent">How many events came before; Responses says the error by itself only before any.</param>
    /// <param name="context">The request.</param>
    public static byte[] Failure(SimulatedError error, int sent, RenderContext context)
    {
        var json = ErrorBodies.Object(error, context);
        return context.IsMessages ? WireJson.NamedEvent("error", WireJson.Text(json))
            : !context.IsResponses ? WireJson.DataEvent(WireJson.Text(json))
            : sent == 0 ? new ResponsesEvent("error", json).ToFrame(sent).Bytes
            : Failed(json["error"]!.AsObject(), context).ToFrame(sent).Bytes;
    }

    public static byte[] TruncatedBody(RenderContext context) => Encoding.UTF8.GetBytes(
        context.IsMessages ? $$"""{"model":"{{context.Model}}","id":"{{context.Id("msg_")}}","type":"message","role":"assistant","content":[{"type":"te"""
        : context.IsResponses ? $$"""{"id":"{{context.Id("resp_")}}","object":"response","model":"{{context.Model}}","status":"completed","output":[{"type":"mess"""
        : $$"""{"id":"{{context.Id("chatcmpl-")}}","object":"chat.completion","model":"{{context.Model}}","choices":[{"index":0,"mess""");

    private static ResponsesEvent Failed(JsonObject error, RenderContext context) => new("response.failed", new JsonObject
    {
        ["response"] = ResponsesObject.Failed(
            new JsonObject { ["code"] = (error["code"] ?? error["type"])?.DeepClone(), ["message"] = error["message"]?.DeepClone() }, context),
    });
}
