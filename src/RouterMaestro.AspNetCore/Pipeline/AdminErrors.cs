using Microsoft.AspNetCore.Http;
using RouterMaestro.AspNetCore.Admin.Contracts;
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

        ResponseHeaders.AddRetry(http.Response.Headers, error.Status, error);
        return WriteAsync(http, error.Status, new() { Code = error.Code, Message = error.Message });
    }

    /// <summary>Writes an error with its details.</summary>
    public static Task WriteAsync(HttpContext http, int status, ErrorDetailContract detail)
    {
        http.Response.StatusCode = status;
        return JsonResult.WriteAsync(http, new ErrorContract { Detail = detail }, AdminJson.Default.ErrorContract);
    }
}
