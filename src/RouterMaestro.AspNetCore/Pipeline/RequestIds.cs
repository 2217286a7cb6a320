using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace RouterMaestro.AspNetCore.Pipeline;

/// <summary>Assigns an id to every request.</summary>
internal static class RequestIds
{
    private const int MaxCharacters = 128;

    private static readonly SearchValues<char> _allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-");

    /// <summary>Accepts the caller's id if it is short and contains only safe characters, otherwise creates one, and writes it to the response headers.</summary>
    public static string Assign(HttpContext http, string? protocolHeader)
    {
        var id = http.Request.Headers["x-request-id"].ToString();
        if (id.Length is 0 or > MaxCharacters || id.AsSpan().ContainsAnyExcept(_allowed))
        {
            id = Guid.NewGuid().ToString("N");
        }

        http.TraceIdentifier = id;
        var headers = http.Response.Headers;
        headers["x-request-id"] = id;
        headers["x-router-maestro-request-id"] = id;
        if (protocolHeader is not null)
        {
            headers[protocolHeader] = id;
        }

        return id;
    }
}
