using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Chat.Wire;

/// <summary>The leftovers of this dialect.</summary>
internal static class OpenAIChatExtensions
{
    /// <summary>Writes leftovers as members of the object that is open.</summary>
    public static void WriteExtensions(this Utf8JsonWriter json, Extensions extensions, LossSink losses, string place = "") =>
        json.WriteExtensions(extensions, WireProtocol.OpenAIChat, losses, place);

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
