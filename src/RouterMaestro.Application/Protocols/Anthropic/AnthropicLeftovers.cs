using System.Text.Json;
using RouterMaestro.Application.Protocols.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Application.Protocols.Anthropic;

/// <summary>Puts a request's leftovers back where they stood: at the top, or within an object that is read otherwise.</summary>
internal static class AnthropicLeftovers
{
    private static readonly string[] _places = [AnthropicNames.Thinking, AnthropicNames.OutputConfig];

    /// <summary>Picks the leftovers that belong into one object.</summary>
    public static IReadOnlyList<ExtensionField> Within(Extensions extensions, string place) =>
        extensions.Protocol == WireProtocol.AnthropicMessages ? [.. extensions.Fields.Where(f => IsWithin(f, place))] : [];

    /// <summary>Writes leftovers into the object that they belong to.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<ExtensionField> fields, string place)
    {
        foreach (var field in fields)
        {
            json.WritePropertyName(field.Name.AsSpan(place.Length));
            json.WriteRawValue(field.Value.Utf8.Span, skipInputValidation: true);
        }
    }

    /// <summary>Writes the leftovers that stand at the top, and reports those of other dialects.</summary>
    public static void WriteOutside(Utf8JsonWriter json, Extensions extensions, LossSink losses) =>
        json.WriteExtensions(
            extensions.Protocol == WireProtocol.AnthropicMessages
                ? extensions with { Fields = [.. extensions.Fields.Where(f => !_places.Any(p => IsWithin(f, p)))] }
                : extensions,
            WireProtocol.AnthropicMessages,
            losses);

    private static bool IsWithin(ExtensionField field, string place) => field.Name.StartsWith(place, StringComparison.Ordinal);
}
