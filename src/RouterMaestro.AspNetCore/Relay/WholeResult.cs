using System.Text.Json;
using Microsoft.AspNetCore.Http;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Chat;
using RouterMaestro.AspNetCore.Pipeline;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.AspNetCore.Relay;

/// <summary>Writes the response to a call that is not streamed.</summary>
internal static class WholeResult
{
    public static async Task WriteAsync(HttpContext http, IInboundCodec codec, ChatReply reply, ResponseOptions? options)
    {
        var response = http.Response;
        response.ContentType = "application/json";
        if (reply.Response is PassthroughResponse passthrough)
        {
            ResponseHeaders.Add(response.Headers, reply);
            response.ContentLength = passthrough.Length;
            await WriteAsync(http, passthrough).ConfigureAwait(false);
            return;
        }

        using var body = BodyBuffer.Rent(4096, reply.Pipeline?.Call.Call.Memory);
        using (var json = new Utf8JsonWriter(body, WireJson.WriterOptions))
        {
            codec.WriteResponse(json, ((BufferedResponse)reply.Response).Response, options!, reply.Losses);
        }

        ResponseHeaders.Add(response.Headers, reply);
        response.ContentLength = body.Length;
        await PieceWriter.WriteAsync(response.BodyWriter, body.Pieces, http.RequestAborted).ConfigureAwait(false);
    }

    private static async Task WriteAsync(HttpContext http, PassthroughResponse document)
    {
        var output = http.Response.BodyWriter;
        if (document.Length > PieceWriter.MaxBytes && document.Pieces.Any())
        {
            await PieceWriter.WriteAsync(output, document.Pieces, http.RequestAborted).ConfigureAwait(false);
        }
        else
        {
            document.WriteTo(output);
            await output.FlushAsync(http.RequestAborted).ConfigureAwait(false);
        }
    }
}
