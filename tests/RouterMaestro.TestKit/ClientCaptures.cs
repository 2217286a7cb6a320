using System.Text;
using System.Text.Json;

namespace RouterMaestro.TestKit;

/// <summary>The requests that real clients were seen to send, which lie beside the recorded traffic.</summary>
public static class ClientCaptures
{
    private static readonly HashSet<string> _transport = new(StringComparer.OrdinalIgnoreCase)
    {
        "authorization", "x-api-key", "x-goog-api-key", "host", "connection", "content-length", "content-type", "transfer-encoding", "accept-encoding",
    };

    /// <summary>Gets why tests of the captures are skipped; null when they aren't.</summary>
    public static string? SkipReason =>
        SharedData.SkipReason ?? (Directory.Exists(Root) ? null : $"no captured requests in {Root}");

    private static string Root => Path.GetFullPath(Path.Combine(SharedData.Root ?? ".", "..", "clients", "captures"));

    /// <summary>Reads the bodies that a group of clients sent to a path; none where the captures are absent.</summary>
    /// <param name="folders">A search pattern for the clients' folders, such as <c>exp-claude*</c>.</param>
    /// <param name="path">The path, without the query.</param>
    /// <returns>Name and body of each request, as compact JSON.</returns>
    public static IEnumerable<(string Name, byte[] Body)> Bodies(string folders, string path) =>
        Requests(folders).Where(request => request.Path == path).Select(request => (request.Name, request.Body));

    /// <summary>Reads the requests with a body that a group of clients sent; none where the captures are absent.</summary>
    /// <param name="folders">A search pattern for the clients' folders.</param>
    /// <returns>The requests, in the order in which they were sent.</returns>
    public static IEnumerable<ClientCapture> Requests(string folders) => SkipReason is not null
        ? []
        : Directory.EnumerateDirectories(Root, folders).Order(StringComparer.Ordinal)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
            .Select(Read).OfType<ClientCapture>();

    /// <summary>Reads one request.</summary>
    /// <param name="name">Its <see cref="ClientCapture.Name"/>.</param>
    /// <returns>The request.</returns>
    public static ClientCapture Get(string name) =>
        Read(Path.Combine(Root, name)) ?? throw new KeyNotFoundException($"no captured request is called {name}");

    private static ClientCapture? Read(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        var request = document.RootElement;
        return request.TryGetProperty("url", out var url) && request.TryGetProperty("body", out var body) && body.ValueKind == JsonValueKind.Object
            ? new ClientCapture(
                Path.GetRelativePath(Root, file), url.GetString()!, [.. Headers(request)], JsonSerializer.SerializeToUtf8Bytes(body))
            : null;
    }

    private static IEnumerable<KeyValuePair<string, string>> Headers(JsonElement request) =>
        request.GetProperty("headers").EnumerateArray()
            .Select(field => new KeyValuePair<string, string>(field[0].GetString()!, field[1].GetString()!))
            // long values were cut, with a marker that no client sends
            .Where(field => !_transport.Contains(field.Key) && Ascii.IsValid(field.Value));
}
