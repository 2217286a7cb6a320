using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.RequestScanning;

/// <summary>Finds out who wrote the last message of a conversation: a person, or a program that continues its own work.</summary>
internal static class LastTurnProbe
{
    /// <summary>
    /// Returns true if a person wrote the last message: it has the role <c>user</c> and holds no <c>tool_result</c>. Responses has a text
    /// instead of messages too, and items such as <c>function_call_output</c> that have no role.
    /// </summary>
    /// <param name="body">The body of a request.</param>
    /// <param name="conversation">The name of the member that holds the conversation, in UTF-8.</param>
    public static bool IsOfUser(ReadOnlySpan<byte> body, ReadOnlySpan<byte> conversation)
    {
        if (!MemberProbe.TryFind(body, conversation, out var value) || value.Place.IsEmpty)
        {
            return false;
        }

        var json = body.Slice(value.Place.Start, value.Place.Length);
        if (json[0] != (byte)'[')
        {
            return json[0] == (byte)'"';
        }

        ReadOnlySpan<byte> last = default;
        for (var messages = new ElementScanner(json); messages.Read();)
        {
            last = messages.Element;
        }

        return last is [(byte)'{', ..] && MemberProbe.Is(last, "role"u8, "\"user\""u8) && !HoldsToolResult(last);
    }

    private static bool HoldsToolResult(ReadOnlySpan<byte> message)
    {
        if (!MemberProbe.TryFind(message, "content"u8, out var value) || value.Place.IsEmpty || message[value.Place.Start] != (byte)'[')
        {
            return false;
        }

        for (var parts = new ElementScanner(message.Slice(value.Place.Start, value.Place.Length)); parts.Read();)
        {
            if (parts.Element is [(byte)'{', ..] && MemberProbe.Is(parts.Element, "type"u8, "\"tool_result\""u8))
            {
                return true;
            }
        }

        return false;
    }
}
