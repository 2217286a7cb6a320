using System.Text;
using System.Text.Json;

namespace RouterMaestro.Testing.Observing;

/// <summary>
/// A stream of server-sent events as a client got it, taken apart by the rules of the HTML standard, to be looked at in a
/// test. What the events say is read by <see cref="ObservedResponse.FromStream"/>.
/// </summary>
/// <example>
/// <code>
/// var transcript = await SseTranscript.ReadAsync(await response.Content.ReadAsStreamAsync());
/// var answer = ObservedResponse.FromStream(WireProtocol.AnthropicMessages, transcript);
/// Assert.Empty(answer.Problems);
/// Assert.Equal("Hello", answer.Text);
/// </code>
/// </example>
public sealed class SseTranscript
{
    internal SseTranscript(IReadOnlyList<SseTranscriptEvent> events, IReadOnlyList<string> comments, string unfinished) =>
        (Events, Comments, Unfinished) = (events, comments, unfinished);

    /// <summary>Gets the events in order. One that no blank line ended is not among them.</summary>
    public IReadOnlyList<SseTranscriptEvent> Events { get; }

    /// <summary>Gets the comments in order, without their colon and the blank after it; keepalives are such.</summary>
    public IReadOnlyList<string> Comments { get; }

    /// <summary>Gets the text after the last complete event; empty for a stream that ended well.</summary>
    public string Unfinished { get; }

    /// <summary>Gets whether the connection broke; only <see cref="ReadAsync"/> detects it.</summary>
    public bool IsBroken { get; private init; }

    /// <summary>Takes a stream apart.</summary>
    /// <param name="text">The whole stream.</param>
    /// <returns>The transcript.</returns>
    public static SseTranscript Parse(string text) => TranscriptParser.Parse(text);

    /// <summary>Takes a stream apart.</summary>
    /// <param name="bytes">The whole stream, UTF-8.</param>
    /// <returns>The transcript.</returns>
    public static SseTranscript Parse(ReadOnlySpan<byte> bytes) => Parse(Encoding.UTF8.GetString(bytes));

    /// <summary>Reads a stream to its end, or to where the connection breaks, and takes it apart.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The transcript.</returns>
    public static async Task<SseTranscript> ReadAsync(Stream stream, CancellationToken cancellation = default)
    {
        using var bytes = new MemoryStream();
        var isBroken = false;
        try
        {
            await stream.CopyToAsync(bytes, cancellation).ConfigureAwait(false);
        }
        catch (IOException)
        {
            isBroken = true;
        }

        var whole = Parse(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        return new SseTranscript(whole.Events, whole.Comments, whole.Unfinished) { IsBroken = isBroken };
    }
}

/// <summary>An event of an <see cref="SseTranscript"/>.</summary>
/// <param name="Name">The event's name; <c>message</c> where none was sent.</param>
/// <param name="Data">The data; several lines are joined by line feeds.</param>
public sealed record SseTranscriptEvent(string Name, string Data)
{
    private static readonly JsonDocumentOptions _deep = new() { MaxDepth = 1024 };

    /// <summary>Reads the data as JSON.</summary>
    /// <returns>The value; null when the data is not JSON, such as <c>[DONE]</c>.</returns>
    public JsonElement? ReadJson()
    {
        try
        {
            using var document = JsonDocument.Parse(Data, _deep);
            return Data == "[DONE]" ? null : document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
