using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using RouterMaestro.Application.Calls;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.AspNetCore.Pipeline;

/// <summary>Writes a small JSON document as the response.</summary>
internal static class JsonResult
{
    /// <summary>Writes a contract, with only the escapes that JSON requires.</summary>
    public static Task WriteAsync<TContract>(HttpContext http, TContract contract, JsonTypeInfo<TContract> type) =>
        WriteAsync(http, static (json, written) => JsonSerializer.Serialize(json, written.contract, written.type), (contract, type));

    public static async Task WriteAsync<TState>(HttpContext http, Action<Utf8JsonWriter, TState> write, TState state)
    {
        using var body = BodyBuffer.Rent(1024);
        using (var json = new Utf8JsonWriter(body, WireJson.WriterOptions))
        {
            write(json, state);
        }

        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.Length;
        await http.Response.BodyWriter.WriteAsync(body.Memory, http.RequestAborted).ConfigureAwait(false);
    }
}
