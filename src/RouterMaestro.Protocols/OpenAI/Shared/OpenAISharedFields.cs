using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Protocols.OpenAI.Shared;

/// <summary>
/// Members that Chat and Responses share. They go to OpenAI only: Mistral refuses unknown members with a 422
/// (mistralai/platform-docs-public#7), Groq with a 400 (NousResearch/hermes-agent#75089).
/// </summary>
internal static class OpenAISharedFields
{
    // OpenAI's tiers; Groq's are others, such as on_demand (recording groq-text)
    private static readonly RawJson[] _tiers = [.. new[] { "auto", "default", "flex", "priority", "scale" }.Select(t => RawJson.Parse($"\"{t}\""))];

    /// <summary>Writes members of a request of one protocol as members of a request of the other.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="extensions">The extensions of the request.</param>
    /// <param name="sibling">The protocol of the request.</param>
    /// <param name="target">The target of the request.</param>
    /// <param name="names">The names of the members, unchanged.</param>
    /// <returns>The extensions that were not written.</returns>
    public static Extensions Write(Utf8JsonWriter json, Extensions extensions, WireProtocol sibling, RequestTarget target, params ReadOnlySpan<string> names)
    {
        if (extensions.Protocol != sibling || !target.IsOpenAIItself)
        {
            return extensions;
        }

        List<ExtensionField> left = [];
        foreach (var field in extensions.Fields)
        {
            if (names.Contains(field.Name) && (field.Name != "service_tier" || _tiers.Contains(field.Value)))
            {
                // a member of an object there may be a member of the request here
                json.WritePropertyName(field.Name[(field.Name.LastIndexOf('.') + 1)..]);
                json.WriteRawValue(field.Value.Utf8.Span, skipInputValidation: true);
            }
            else
            {
                left.Add(field);
            }
        }

        return extensions with { Fields = left.ToEquatableArray() };
    }
}
