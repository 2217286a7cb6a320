using System.Text.Json.Nodes;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Application.Configuration;

/// <summary>The routing settings as operators see them: the members that are set, and those that every reader needs with their defaults.</summary>
/// <param name="Content">The document.</param>
/// <param name="Revision">The version of the stored document.</param>
internal sealed record RoutingDocument(JsonObject Content, string Revision)
{
    /// <summary>Returns the document of stored settings.</summary>
    public static RoutingDocument Of(StoredRoutingSettings stored)
    {
        var content = JsonTree.Of(stored.Content);
        AddDefaults(content, stored.Settings);
        return new(content, stored.Revision);
    }

    private static void AddDefaults(JsonObject content, RoutingSettings settings)
    {
        content["priorities"] ??= new JsonArray([.. settings.Priorities.Select(id => (JsonNode)id)]);
        content["fallback"] ??= new JsonObject();
        if (content["fallback"] is JsonObject fallback)
        {
            fallback["strategy"] ??= settings.Strategy;
            fallback["maxRetries"] ??= settings.MaxRetries;
        }
    }
}
