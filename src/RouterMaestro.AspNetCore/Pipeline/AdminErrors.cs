using System.Text.Json;
using Microsoft.AspNetCore.Http;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.AspNetCore.Pipeline;

/// <summary>Writes errors of the admin API: <c>{"detail": …}</c>.</summary>
internal static class AdminErrors
{
    /// <summary>Writes the message of an error, and its code if it has one.</summary>
    public static Task WriteAsync(HttpContext http, RouterError error)
    {
        if (error.Status == 401)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
        }

        return WriteAsync(http, error.Status, error.Code, error.Message, static (_, _) => { }, 0);
    }

    /// <summary>Writes an error with additional members.</summary>
    public static Task WriteAsync<TState>(
        HttpContext http, int status, string? code, string message, Action<Utf8JsonWriter, TState> writeMore, TState state)
    {
        http.Response.StatusCode = status;
        return JsonResult.WriteAsync(http, static (json, error) =>
        {
            json.WriteStartObject();
            if (error.code is null)
            {
                json.WriteString("detail", error.message);
            }
            else
            {
                json.WriteStartObject("detail");
                json.WriteString("code", error.code);
                json.WriteString("message", error.message);
                error.writeMore(json, error.state);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }, (code, message, writeMore, state));
    }
}
