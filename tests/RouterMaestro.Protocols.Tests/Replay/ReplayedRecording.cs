using System.Text;
using System.Text.RegularExpressions;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.TestKit;

namespace RouterMaestro.Protocols.Tests.Replay;

/// <summary>A recorded call with a response, and its protocol.</summary>
internal sealed partial record ReplayedRecording(Recording Recording, WireProtocol Protocol)
{
    private static readonly string[] _families = ["openai-chat", "openai-responses", "anthropic-messages", "openai-compatible"];
    private static readonly Lazy<IReadOnlyList<ReplayedRecording>> _all = new(() => [.. Recordings.Of(_families)
        .Where(r => r.Status == 200 && !ReplaySkips.Reasons.ContainsKey(Path.GetFileName(r.File)))
        .Select(r => (Recording: r, Protocol: ProtocolOf(r)))
        .Where(r => r.Protocol is not null)
        .Select(r => new ReplayedRecording(r.Recording, r.Protocol!))]);

    /// <summary>Gets the recorded calls, except for skipped ones.</summary>
    public static IReadOnlyList<ReplayedRecording> All => _all.Value;

    /// <summary>Gets the request's body; media that were cut out of the recording are made valid again.</summary>
    public byte[]? Request => Recording.RequestBody is { } body
        ? Encoding.UTF8.GetBytes(Elided().Replace(Encoding.UTF8.GetString(body), "AAAA"))
        : null;

    public override string ToString() => Recording.Name;

    private static WireProtocol? ProtocolOf(Recording recording) => (recording.Url, recording.Family) switch
    {
        (null, "anthropic-messages") => WireProtocol.AnthropicMessages,
        (null, "openai-responses") when recording.Body.AsSpan().IndexOf("\"choices\""u8) < 0 => WireProtocol.OpenAIResponses,
        (null, _) => WireProtocol.OpenAIChat,
        _ when recording.Method != "POST" => null,
        ({ AbsolutePath: var path }, _) => path.EndsWith("/chat/completions", StringComparison.Ordinal) ? WireProtocol.OpenAIChat
            : path.EndsWith("/responses", StringComparison.Ordinal) ? WireProtocol.OpenAIResponses
            : path.EndsWith("/messages", StringComparison.Ordinal) ? WireProtocol.AnthropicMessages
            : null,
    };

    [GeneratedRegex("[A-Za-z0-9+/=_-]{0,24}ELIDED[0-9]+sha256[0-9a-f]{12}")]
    private static partial Regex Elided();
}
