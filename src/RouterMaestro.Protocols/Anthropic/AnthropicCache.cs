using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.Anthropic;

/// <summary>Prompt-cache breakpoints, which blocks and tools carry.</summary>
internal static class AnthropicCache
{
    public static CacheMarker? Read(JsonRequest json, JsonElement block)
    {
        var marker = json.FindObject(block, "cache_control"u8);
        if (marker.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        using (json.At("cache_control"))
        {
            return new CacheMarker(json.FindString(marker, "ttl"u8));
        }
    }

    public static void Write(Utf8JsonWriter json, CacheMarker? marker)
    {
        if (marker is null)
        {
            return;
        }

        json.WriteStartObject("cache_control"u8);
        json.WriteString("type"u8, "ephemeral"u8);
        if (marker.TimeToLive is { } ttl)
        {
            json.WriteString("ttl"u8, ttl);
        }

        json.WriteEndObject();
    }
}
