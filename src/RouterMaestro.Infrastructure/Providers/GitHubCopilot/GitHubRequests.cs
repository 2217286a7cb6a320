using System.Text;
using System.Text.Json;
using RouterMaestro.Infrastructure.Providers.Transport;
using RouterMaestro.Protocols.Errors;

namespace RouterMaestro.Infrastructure.Providers.GitHubCopilot;

/// <summary>What the requests to GitHub itself, as opposed to Copilot's API, have in common.</summary>
internal static class GitHubRequests
{
    private const int MaxWords = 300;

    /// <summary>Adds the token and the fields of the client.</summary>
    public static void Authorize(HttpRequestMessage request, string token, CopilotSettings settings)
    {
        request.Headers.TryAddWithoutValidation("Authorization", "token " + token);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");

        // GitHub expects it of a GET too, and .NET allows it on content alone
        request.Content = new ByteArrayContent([]);
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        foreach (var (name, value) in settings.ClientFields)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }

    /// <summary>Reads a body up to a limit.</summary>
    /// <exception cref="HttpRequestException">The body is larger.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpResponseMessage response, int maxBytes, CancellationToken cancellationToken)
    {
        DecodedContent.Replace(response);
        var body = new byte[maxBytes];
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var length = await stream.ReadAtLeastAsync(body, maxBytes, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return length < maxBytes ? body.AsMemory(0, length) : throw new HttpRequestException("GitHub's answer is too large.");
        }
    }

    /// <summary>Gets GitHub's words from the body of an error, for people.</summary>
    /// <param name="body">The body.</param>
    /// <param name="secret">The secret that the request held, which the words must not hold.</param>
    /// <returns>The words; null if there are none.</returns>
    public static string? MessageOf(ReadOnlyMemory<byte> body, string secret)
    {
        var words = WordsOf(body)?.Replace(secret, "***", StringComparison.Ordinal);
        return string.IsNullOrWhiteSpace(words) ? null : Clean(words);
    }

    /// <summary>Cleans GitHub's words: without control characters and words in the form of a key, and not longer than people read.</summary>
    public static string Clean(string words)
    {
        var clean = SecretFinder.Forms.Apply(words);
        return new([.. clean.Take(MaxWords).Select(c => char.IsControl(c) ? ' ' : c)]);
    }

    private static string? WordsOf(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                ? TextOf(root, "message") ?? TextOf(root, "error_description") ?? TextOf(root, "error")
                    ?? (root.TryGetProperty("error_details", out var details) && details.ValueKind == JsonValueKind.Object ? TextOf(details, "message") : null)
                : null;
        }
        catch (JsonException)
        {
            var text = Encoding.UTF8.GetString(body.Span);
            return text.Contains('<', StringComparison.Ordinal) ? null : text;
        }
    }

    private static string? TextOf(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
}
