using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Chat.Wire;

/// <summary>Writes and finds the extensions of the Chat protocol: members without a place in the canonical model.</summary>
internal static class OpenAIChatExtensions
{
    /// <summary>Writes extensions as members of the open object, and reports those of other protocols as lost.</summary>
    public static void WriteExtensions(this Utf8JsonWriter json, Extensions extensions, LossSink losses, string place = "") =>
        json.WriteExtensions(extensions, WireProtocol.OpenAIChat, losses, place);

    /// <summary>Returns true if the extensions were read from a Chat document.</summary>
    public static bool IsOwn(Extensions extensions) => extensions.Protocol == WireProtocol.OpenAIChat;

    /// <summary>Returns true if the extensions are of this protocol and have a member of the given name.</summary>
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
