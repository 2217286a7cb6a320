using System.Text.Json;

namespace RouterMaestro.TestKit;

/// <summary>The requests that real clients were seen to send, which lie beside the recorded traffic.</summary>
public static class ClientCaptures
{
    /// <summary>Gets why tests of the captures are skipped; null when they aren't.</summary>
    public static string? SkipReason =>
        SharedData.SkipReason ?? (Directory.Exists(Root) ? null : $"no captured requests in {Root}");

    private static string Root => Path.GetFullPath(Path.Combine(SharedData.Root ?? ".", "..", "clients", "captures"));

    /// <summary>Reads the bodies that a group of clients sent to a path; none where the captures are absent.</summary>
    /// <param name="folders">A search pattern for the clients' folders, such as <c>exp-claude*</c>.</param>
    /// <param name="path">The path, without the query.</param>
    /// <returns>Name and body of each request, as compact JSON.</returns>
    public static IEnumerable<(string Name, byte[] Body)> Bodies(string folders, string path) => SkipReason is not null
        ? []
        : Directory.EnumerateDirectories(Root, folders).Order(StringComparer.Ordinal)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
            .Select(file => (Name: Path.GetRelativePath(Root, file), Body: BodyOf(file, path)))
            .Where(request => request.Body is not null)
            .Select(request => (request.Name, request.Body!));

    private static byte[]? BodyOf(string file, string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        var request = document.RootElement;
        return request.TryGetProperty("url", out var url) && url.GetString()!.Split('?')[0] == path
            && request.TryGetProperty("body", out var body) && body.ValueKind == JsonValueKind.Object
            ? JsonSerializer.SerializeToUtf8Bytes(body)
            : null;
    }
}
