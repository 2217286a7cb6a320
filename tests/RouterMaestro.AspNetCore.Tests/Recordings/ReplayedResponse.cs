using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace RouterMaestro.AspNetCore.Tests.Recordings;

/// <summary>The bytes that the gateway returned.</summary>
internal sealed record ReplayedResponse(int Status, HttpResponseHeaders Headers, byte[] Body)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    /// <summary>Gets a value indicating whether the connection broke before the end of the response.</summary>
    public bool IsBroken { get; private init; }

    /// <summary>Gets the message of an error, which has the same place in every protocol; null if there is none.</summary>
    public string? ErrorMessage => JsonNode.Parse(Body)?["error"]?["message"]?.GetValue<string>();

    public static async Task<ReplayedResponse> AskAsync(HttpClient client, HttpRequestMessage request)
    {
        using var patience = new CancellationTokenSource(_patience);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        using var body = new MemoryStream();
        var isBroken = false;
        try
        {
            await response.Content.CopyToAsync(body, patience.Token);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            isBroken = true;
        }

        return new((int)response.StatusCode, response.Headers, body.ToArray()) { IsBroken = isBroken };
    }

    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? string.Join(",", values) : null;

    public override string ToString() => $"{Status}{(IsBroken ? " (broken)" : "")} {Encoding.UTF8.GetString(Body.AsSpan(0, Math.Min(Body.Length, 300)))}";
}
