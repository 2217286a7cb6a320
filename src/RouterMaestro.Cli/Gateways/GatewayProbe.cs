using System.Text.Json;

namespace RouterMaestro.Cli.Gateways;

/// <summary>Asks what listens on this machine whether it is a gateway, with no key and past every proxy.</summary>
internal static class GatewayProbe
{
    private const int MaxBytes = 64 * 1024;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);

    /// <summary>Asks a server for its version; null if it is no gateway, or does not respond.</summary>
    /// <param name="address">The address of the server.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public static async Task<string?> FindVersionAsync(Uri address, CancellationToken cancellationToken)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
        {
            Timeout = _patience,
            MaxResponseContentBufferSize = MaxBytes,
        };
        try
        {
            using var document = JsonDocument.Parse(await http.GetStringAsync(new Uri(address, "/"), cancellationToken));
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("name", out var name) && name is { ValueKind: JsonValueKind.String } && name.ValueEquals(GatewayIdentity.Product)
                && root.TryGetProperty("version", out var version)
                ? version.ToString()
                : null;
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }
}
