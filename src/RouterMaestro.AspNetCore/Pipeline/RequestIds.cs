using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace RouterMaestro.AspNetCore.Pipeline;

/// <summary>Gives every request an id and tells it to the caller.</summary>
internal static class RequestIds
{
    private const int MaxCharacters = 128;

    private static readonly SearchValues<char> _allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-");

    /// <summary>Takes the caller's id if it is a harmless one, else makes one, and puts it into the answer's header fields.</summary>
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
