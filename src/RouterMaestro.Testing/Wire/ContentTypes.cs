using RouterMaestro.Testing.Rendering;

namespace RouterMaestro.Testing.Wire;

/// <summary>The content types that providers send.</summary>
internal static class ContentTypes
{
    public const string Json = "application/json";

    public const string EventStream = "text/event-stream; charset=utf-8";

    public static string For(RenderContext context) => context.Request.IsStream ? EventStream : Json;
}
