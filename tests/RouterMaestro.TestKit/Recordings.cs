using System.Collections.Concurrent;

namespace RouterMaestro.TestKit;

/// <summary>The recorded traffic, read when asked for. Everything is empty where the data is absent.</summary>
/// <example>
/// <code>
/// public static IEnumerable&lt;object[]&gt; Calls =&gt; Recordings.Rows(Recordings.ChatCalls);
///
/// [SharedDataTheory]
/// [MemberData(nameof(Calls))]
/// public void An_answer_is_read(string name) =&gt; Read(Recordings.Get(name).Body);
/// </code>
/// </example>
public static class Recordings
{
    private static readonly Lazy<IReadOnlyList<RecordingFile>> _index = new(RecordingFile.ReadIndex);
    private static readonly ConcurrentDictionary<string, IReadOnlyList<Recording>> _files = new();

    /// <summary>Gets the calls of Chat Completions, at OpenAI, Azure and compatible servers.</summary>
    public static IEnumerable<Recording> ChatCalls =>
        Of("openai-chat", "openai-compatible").Where(r => r.Calls("/chat/completions"));

    /// <summary>Gets the calls of Anthropic Messages, without token counts.</summary>
    public static IEnumerable<Recording> MessagesCalls => Of("anthropic-messages").Where(r => r.Calls("/messages"));

    /// <summary>Gets the calls of Responses, at OpenAI, Azure and compatible servers; dialogues across families lie in the files of one of them.</summary>
    public static IEnumerable<Recording> ResponsesCalls => _index.Value
        .Where(f => f.Family is "openai-responses" or "openai-compatible" or "anthropic-messages")
        .SelectMany(Read)
        .Where(r => r.Family is "openai-responses" or "openai-compatible" && r.Calls("/responses") && (r.Url is not null || r.Family == "openai-responses") && !IsOfChat(r));

    /// <summary>Reads every recording of some families, in the order of the index. A dialogue across families is cut to what belongs.</summary>
    /// <param name="families">The families, such as <c>anthropic-messages</c>.</param>
    /// <returns>The recordings.</returns>
    public static IEnumerable<Recording> Of(params string[] families) =>
        _index.Value.Where(f => families.Contains(f.Family)).SelectMany(Read).Where(r => families.Contains(r.Family));

    /// <summary>Reads one recording.</summary>
    /// <param name="name">Its <see cref="Recording.Name"/>.</param>
    /// <returns>The recording.</returns>
    /// <exception cref="KeyNotFoundException">No recording has that name.</exception>
    public static Recording Get(string name)
    {
        var file = _index.Value.FirstOrDefault(f => f.Path == name[..name.LastIndexOf('#')]);
        return (file is null ? [] : Read(file)).FirstOrDefault(r => r.Name == name)
            ?? throw new KeyNotFoundException($"no recording is called {name}");
    }

    /// <summary>Makes the rows of a theory: a row per recording that holds its name.</summary>
    /// <param name="recordings">The recordings.</param>
    /// <returns>The rows.</returns>
    public static IEnumerable<object[]> Rows(IEnumerable<Recording> recordings) =>
        recordings.Select(r => new object[] { r.Name });

    // one server's recordings lie with those of the wrong protocol
    private static bool IsOfChat(Recording recording) => recording.Url is null && recording.Body.AsSpan().IndexOf("\"choices\""u8) >= 0;

    private static IReadOnlyList<Recording> Read(RecordingFile file) => _files.GetOrAdd(file.Path, _ => file.Read());
}
