using RouterMaestro.Domain;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Protocols.OpenAI.Shared;

/// <summary>The properties of OpenAI's API that its protocols share.</summary>
internal static class OpenAIApi
{
    /// <summary>
    /// Gets the beginnings of the paths under which its callers are served. Clients of Azure OpenAI, such as Copilot CLI 1.0.102 with a
    /// provider of the type azure, add <c>/openai/v1</c> to the base address.
    /// </summary>
    public static EquatableArray<string> Roots { get; } = ["/v1", "/api/openai/v1", "/api/openai/beta/v1", "/openai/v1"];

    /// <summary>Gets the key fields of its callers beside Authorization: clients of Azure OpenAI send the key in <c>api-key</c>.</summary>
    public static EquatableArray<string> CallerKeyHeaders { get; } = ["api-key"];

    public static EquatableArray<string> ForwardedResponseHeaders { get; } = ["retry-after-ms", "x-should-retry", "openai-processing-ms"];

    public static IModelListCodec ModelList { get; } = new OpenAIModelList();
}
