using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Application.Configuration;

/// <summary>The routing settings and their version.</summary>
/// <param name="Content">The document.</param>
/// <param name="Revision">The version: the SHA-256 of the document without white space and with sorted members, in hexadecimal digits.</param>
internal sealed record RoutingDocument(JsonObject Content, string Revision)
{
    /// <summary>Returns a document with its version.</summary>
    /// <param name="content">The document.</param>
    public static RoutingDocument Of(JsonObject content)
    {
        ArgumentNullException.ThrowIfNull(content);
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, WireJson.WriterOptions))
        {
            WriteInOrder(json, content);
        }

        return new(content, Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray())));
    }

    private static void WriteInOrder(Utf8JsonWriter json, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                json.WriteStartObject();
                foreach (var (name, value) in members.OrderBy(member => member.Key, StringComparer.Ordinal))
                {
                    json.WritePropertyName(name);
                    WriteInOrder(json, value);
                }

                json.WriteEndObject();
                break;
            case JsonArray items:
                json.WriteStartArray();
                foreach (var item in items)
                {
                    WriteInOrder(json, item);
                }

                json.WriteEndArray();
                break;
            case null:
                json.WriteNullValue();
                break;
            default:
                node.WriteTo(json);
                break;
        }
    }
}
