using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Protocols.Json;

/// <summary>Writes the leftovers of a writer's own dialect and reports those of others.</summary>
internal static class ExtensionWriting
{
    /// <summary>Writes leftovers as members of the object that is open.</summary>
    /// <param name="json">Takes the members.</param>
    /// <param name="extensions">The leftovers.</param>
    /// <param name="own">The writer's dialect.</param>
    /// <param name="losses">Takes the names of what belongs to other dialects.</param>
    /// <param name="place">What stands before those names, such as <c>messages.</c>.</param>
    public static void WriteExtensions(
        this Utf8JsonWriter json, Extensions extensions, WireProtocol own, LossSink losses, string place = "")
    {
        foreach (var field in extensions.Fields)
        {
            if (extensions.Protocol == own)
            {
                json.WritePropertyName(field.Name);
                json.WriteRawValue(field.Value.Utf8.Span, skipInputValidation: true);
            }
            else
            {
                losses.Report(field, place);
            }
        }
    }

    /// <summary>Reports a leftover; one that lists nothing is no loss.</summary>
    public static void Report(this LossSink losses, ExtensionField field, string place = "")
    {
        if (!field.Value.Utf8.Span.SequenceEqual("[]"u8))
        {
            losses.Add(place + field.Name);
        }
    }
}
