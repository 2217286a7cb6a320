using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace RouterMaestro.AspNetCore.Admin.Contracts;

/// <summary>
/// The routing settings, or a change of them: the members of <c>priorities.json</c> as they are written, unknown ones included, then
/// the revision.
/// </summary>
/// <param name="Settings">The members, without the revision.</param>
/// <param name="Revision">The revision; null if none is named.</param>
[JsonConverter(typeof(RoutingContractConverter))]
internal sealed record RoutingContract(JsonObject Settings, string? Revision)
{
    /// <summary>The member that holds the revision.</summary>
    public const string RevisionMember = "revision";

    /// <summary>Gets the qualified ids of the preferred models, the first one first.</summary>
    public IReadOnlyList<string> Priorities => [.. (Settings["priorities"] as JsonArray ?? []).OfType<JsonValue>().Select(id => id.ToString())];

    /// <summary>Gets the fallback settings.</summary>
    public JsonObject Fallback => Settings["fallback"] as JsonObject ?? [];
}

/// <summary>Keeps the order of the settings, which generated code would change.</summary>
internal sealed class RoutingContractConverter : JsonConverter<RoutingContract>
{
    public override RoutingContract Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var settings = JsonNode.Parse(ref reader) as JsonObject ?? throw new JsonException("The routing settings are no object.");
        settings.Remove(RoutingContract.RevisionMember, out var revision);
        return new(settings, revision?.ToString());
    }

    public override void Write(Utf8JsonWriter writer, RoutingContract value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (name, member) in value.Settings.Where(member => member.Key != RoutingContract.RevisionMember))
        {
            writer.WritePropertyName(name);
            if (member is null)
            {
                writer.WriteNullValue();
            }
            else
            {
                member.WriteTo(writer);
            }
        }

        if (value.Revision is { } revision)
        {
            writer.WriteString(RoutingContract.RevisionMember, revision);
        }

        writer.WriteEndObject();
    }
}
