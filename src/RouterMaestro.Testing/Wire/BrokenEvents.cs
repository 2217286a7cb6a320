using System.Text;
using RouterMaestro.Testing.Rendering;

namespace RouterMaestro.Testing.Wire;

/// <summary>Events and bodies that a provider should not send, and its errors within a stream.</summary>
internal static class BrokenEvents
{
    public static byte[] Malformed(string? data, RenderContext context) => context.IsMessages
        ? WireJson.NamedEvent("content_block_delta", data ?? """{"type":"content_block_delta","index":0,"delta":{"type":"text_del""")
        : WireJson.DataEvent(data ?? $$"""{"id":"{{context.Id("chatcmpl-")}}","object":"chat.completion.chunk","choices":[{"index":0,"del""");

    public static byte[] Failure(SimulatedError error, RenderContext context)
    {
        var json = WireJson.Text(ErrorBodies.Object(error, context));
        return context.IsMessages ? WireJson.NamedEvent("error", json) : WireJson.DataEvent(json);
    }

    public static byte[] TruncatedBody(RenderContext context) => Encoding.UTF8.GetBytes(context.IsMessages
        ? $$"""{"model":"{{context.Model}}","id":"{{context.Id("msg_")}}","type":"message","role":"assistant","content":[{"type":"te"""
        : $$"""{"id":"{{context.Id("chatcmpl-")}}","object":"chat.completion","model":"{{context.Model}}","choices":[{"index":0,"mess""");
}
