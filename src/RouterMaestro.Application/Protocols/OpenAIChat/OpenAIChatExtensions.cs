using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Application.Protocols.OpenAIChat;

/// <summary>Writes the leftovers of this dialect and reports those of others.</summary>
internal static class OpenAIChatExtensions
{
    /// <summary>Writes leftovers as members of the object that is open.</summary>
    /// <param name="json">Takes the members.</param>
    /// <param name="extensions">The leftovers.</param>
    /// <param name="losses">Takes the names of what belongs to other dialects.</param>
    /// <param name="place">What stands before those names, such as <c>messages.</c>.</param>
    public static void WriteExtensions(this Utf8JsonWriter json, Extensions extensions, LossSink losses, string place = "")
    {
        var isOwn = IsOwn(extensions);
        foreach (var field in extensions.Fields)
        {
            if (isOwn)
            {
                json.WritePropertyName(field.Name);
                json.WriteRawValue(field.Value.Utf8.Span, skipInputValidation: true);
            }
            else
            {
                losses.Add(place + field.Name);
            }
        }
    }

    public static bool IsOwn(Extensions extensions) => extensions.Protocol == WireProtocol.OpenAIChat;

    /// <summary>Finds a leftover of this dialect.</summary>
    public static bool Has(Extensions extensions, string name)
    {
        if (!IsOwn(extensions))
        {
            return false;
        }

        foreach (var field in extensions.Fields)
        {
            if (field.Name == name)
            {
                return true;
            }
        }

        return false;
    }
}
