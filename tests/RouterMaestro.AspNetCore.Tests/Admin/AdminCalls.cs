using System.Text;
using System.Text.Json.Nodes;

namespace RouterMaestro.AspNetCore.Tests.Admin;

/// <summary>Sends requests to the admin API.</summary>
internal static class AdminCalls
{
    /// <summary>Sends a request and checks the status of the response.</summary>
    public static async Task<(string? ETag, JsonObject Observed)> AdminAsync(
        this HttpClient client, string method, string path, string? body = null, string? ifMatch = null, int status = 200)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/api/admin/" + path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode} {text}");
        return (response.Headers.ETag?.Tag, JsonNode.Parse(text)!.AsObject());
    }
}
