using RouterMaestro.Application.Calls;
using RouterMaestro.Protocols.RequestScanning;

namespace RouterMaestro.Application.Outcomes;

/// <summary>Finds the client's own id of its session: in a header field, else in the body, whose places the pass over the request has noted.</summary>
internal static class ClientSession
{
    /// <summary>The maximum length of an id. Nothing longer is one.</summary>
    private const int MaxCharacters = 256;

    // Claude Code 2.1.330, Codex 0.169.0, Codex before 0.150, opencode 1.18.33 (shared/clients/fields.md); conversation_id came with the second one
    private static readonly string[] _headers = ["x-claude-code-session-id", "session-id", "session_id", "x-session-id", "conversation_id"];

    /// <summary>Returns the id; null if the client names none.</summary>
    /// <param name="call">The call.</param>
    public static string? Of(InboundCall call)
    {
        foreach (var name in _headers)
        {
            if (call.Headers.Find(name) is { Length: > 0 and <= MaxCharacters } id)
            {
                return id;
            }
        }

        var place = call.Map.Session;
        return place.IsEmpty || call.Body is not { } body ? null
            : SessionProbe.Read(body.Memory.Span.Slice(place.Start, place.Length)) is { Length: > 0 and <= MaxCharacters } named ? named : null;
    }
}
