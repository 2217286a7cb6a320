using RouterMaestro.Domain;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Protocols.OpenAI.Shared;

/// <summary>The properties of OpenAI's API that its protocols share.</summary>
internal static class OpenAIApi
{
    /// <summary>Gets the beginnings of the paths under which its callers are served.</summary>
    public static EquatableArray<string> Roots { get; } = ["/v1", "/api/openai/v1", "/api/openai/beta/v1"];

    public static EquatableArray<string> ForwardedResponseHeaders { get; } = ["retry-after-ms", "x-should-retry", "openai-processing-ms"];

    public static IModelListCodec ModelList { get; } = new OpenAIModelList();
}
