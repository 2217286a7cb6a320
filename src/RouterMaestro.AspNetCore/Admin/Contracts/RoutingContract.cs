using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.AspNetCore.Admin.Contracts;

/// <summary>
/// The routing settings, or a change of them: the members of <c>priorities.json</c> as they are written, unknown ones included, then
/// the warnings about a change, and the revision.
/// </summary>
/// <param name="Settings">The members, without the revision.</param>
/// <param name="Revision">The revision; null if none is named.</param>
[JsonConverter(typeof(RoutingContractConverter))]
internal sealed record RoutingContract(JsonObject Settings, string? Revision)
{
    /// <summary>The member that holds the revision.</summary>
    public const string RevisionMember = "revision";

    /// <summary>The member that holds the warnings.</summary>
    public const string WarningsMember = "warnings";

    /// <summary>Gets what the operator should know about a change that was made, each with its path.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Gets the qualified ids of the preferred models that are in effect, the first one first; the document may hold other values and repeats.</summary>
    public IReadOnlyList<string> Priorities =>
        [.. (Settings["priorities"] as JsonArray ?? []).Select(TextOf).OfType<string>().Where(id => ModelRef.TryParse(id, out _)).Distinct(StringComparer.Ordinal)];

    /// <summary>Gets the fallback settings.</summary>
    public JsonObject Fallback => Settings["fallback"] as JsonObject ?? [];

    /// <summary>Returns a text; null if the value is none.</summary>
    internal static string? TextOf(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
}

/// <summary>Keeps the order of the settings, which generated code would change.</summary>
internal sealed class RoutingContractConverter : JsonConverter<RoutingContract>
{
    public override RoutingContract Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var settings = JsonNode.Parse(ref reader) as JsonObject ?? throw new JsonException("The routing settings are no object.");
        settings.Remove(RoutingContract.RevisionMember, out var revision);
        settings.Remove(RoutingContract.WarningsMember, out var warnings);
        return new(settings, revision?.ToString())
        {
            Warnings = [.. (warnings as JsonArray ?? []).Select(RoutingContract.TextOf).OfType<string>()],
        };
    }

    public override void Write(Utf8JsonWriter writer, RoutingContract value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (name, member) in value.Settings.Where(member => member.Key is not (RoutingContract.RevisionMember or RoutingContract.WarningsMember)))
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

        if (value.Warnings.Count > 0)
        {
            writer.WriteStartArray(RoutingContract.WarningsMember);
            foreach (var warning in value.Warnings)
            {
                writer.WriteStringValue(warning);
            }

            writer.WriteEndArray();
        }

        if (value.Revision is { } revision)
        {
            writer.WriteString(RoutingContract.RevisionMember, revision);
        }

        writer.WriteEndObject();
    }
}
