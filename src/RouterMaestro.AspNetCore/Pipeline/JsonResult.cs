using System.Text.Json;
using Microsoft.AspNetCore.Http;
using RouterMaestro.Application.Calls;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.AspNetCore.Pipeline;

/// <summary>Writes a small JSON document as the response.</summary>
internal static class JsonResult
{
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
