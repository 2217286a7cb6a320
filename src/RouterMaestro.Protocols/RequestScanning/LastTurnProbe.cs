using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.RequestScanning;

/// <summary>Finds out who wrote the last message of a conversation: a person, or a program that continues its own work.</summary>
internal static class LastTurnProbe
{
    /// <summary>
    /// Returns true if a person wrote the last message: it has the role <c>user</c> and holds no <c>tool_result</c>. Responses has a text
    /// instead of messages too, and items such as <c>function_call_output</c> that have no role.
    /// </summary>
    /// <param name="conversation">The value of the member that holds the conversation; empty if there is none.</param>
    public static bool IsOfUser(ReadOnlySpan<byte> conversation)
    {
        if (conversation is not [(byte)'[', ..])
        {
            return conversation is [(byte)'"', ..];
        }

        ReadOnlySpan<byte> last = default;
        for (var messages = new ElementScanner(conversation); messages.Read();)
        {
            last = messages.Element;
        }

        return IsMessageOfUser(last);
    }

    /// <summary>Returns true if a person wrote a message. The last of several members with the same name counts.</summary>
    /// <param name="message">The message, or the item of another kind.</param>
    public static bool IsMessageOfUser(ReadOnlySpan<byte> message)
    {
        if (message is not [(byte)'{', ..])
        {
            return false;
        }

        var isUser = false;
        ReadOnlySpan<byte> content = default;
        var members = new TopLevelScanner(message);
        while (members.Read())
        {
            if (members.IsKey("role"u8))
            {
                isUser = members.ValueOf(message).SequenceEqual("\"user\""u8);
            }
            else if (members.IsKey("content"u8))
            {
                content = members.ValueOf(message);
            }
        }

        return isUser && !members.IsBroken && !HoldsToolResult(content);
    }

    private static bool HoldsToolResult(ReadOnlySpan<byte> content)
    {
        if (content is not [(byte)'[', ..])
        {
            return false;
        }

        for (var parts = new ElementScanner(content); parts.Read();)
        {
            if (parts.Element is [(byte)'{', ..] && MemberProbe.Is(parts.Element, "type"u8, "\"tool_result\""u8))
            {
                return true;
            }
        }

        return false;
    }
}
