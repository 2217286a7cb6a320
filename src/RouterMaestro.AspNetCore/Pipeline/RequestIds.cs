using System.Buffers;
using Microsoft.AspNetCore.Http;
using RouterMaestro.Application.Calls;
using RouterMaestro.AspNetCore.Auth;

namespace RouterMaestro.AspNetCore.Pipeline;

/// <summary>Assigns an id to every request.</summary>
internal static class RequestIds
{
    private const int MaxCharacters = 128;
    private const int MinCredential = 8;

    private static readonly string[] _credentials = ["authorization", "x-api-key", "api-key", "x-goog-api-key"];

    private static readonly SearchValues<char> _allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-");

    /// <summary>Accepts the caller's id if it is short, contains only safe characters and is not its credential, otherwise creates one, and writes it to the response headers.</summary>
    public static string Assign(HttpContext http, string? protocolHeader)
    {
        var id = http.Request.Headers["x-request-id"].ToString();
        if (id.Length is 0 or > MaxCharacters || id.AsSpan().ContainsAnyExcept(_allowed) || IsCredential(id, http.Request.Headers))
        {
            id = UniqueIds.Next().ToString("N");
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

    // ids are logged, and stand in every response
    private static bool IsCredential(string id, IHeaderDictionary headers) => id.Length >= MinCredential
        && (id.Contains(RandomKey.Prefix, StringComparison.Ordinal) || Array.Exists(_credentials, field => headers[field].ToString().Contains(id, StringComparison.Ordinal)));
}
