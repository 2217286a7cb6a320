using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using RouterMaestro.Domain;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Application.Configuration;

/// <summary>
/// Computes the version of a document: the SHA-256 of its members in order, without white space, in hexadecimal digits. A document that
/// was only formatted anew keeps its version.
/// </summary>
internal static class DocumentRevision
{
    /// <summary>Returns the version of a document.</summary>
    public static string Of(RawJson content)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, WireJson.WriterOptions))
        {
            WriteInOrder(json, JsonTree.Of(content));
        }

        return Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray()));
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
