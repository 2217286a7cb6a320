using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.RequestScanning;

namespace RouterMaestro.Protocols.OpenAI.Responses;

/// <summary>Glances at items without reading them.</summary>
internal static class ResponsesItemTypes
{
    /// <summary>Tells whether an item wants a tool of the caller's called.</summary>
    public static bool IsCall(ReadOnlySpan<byte> item) =>
        MemberProbe.TryFind(item, "type"u8, out var type)
        && ResponsesMap.SliceOf(type, item) is var name
        && (name.SequenceEqual("\"function_call\""u8)
            || name.SequenceEqual("\"custom_tool_call\""u8)
            || (name.SequenceEqual("\"tool_search_call\""u8) && MemberProbe.Is(item, "execution"u8, "\"client\""u8)));

    /// <summary>Tells whether an item is a call whose name is known.</summary>
    public static bool IsNamedCall(ReadOnlySpan<byte> item) => IsCall(item) && HasSome(item, "name"u8);

    /// <summary>Tells whether an item that a stream adds settles which candidate answers: an empty message or thought does not.</summary>
    public static bool IsContentWhenAdded(ReadOnlySpan<byte> item)
    {
        if (MemberProbe.Is(item, "type"u8, "\"reasoning\""u8))
        {
            return false;
        }

        if (MemberProbe.Is(item, "type"u8, "\"message\""u8))
        {
            return HasSome(item, "content"u8);
        }

        return !IsCall(item) || IsNamedCall(item) || MemberProbe.Is(item, "type"u8, "\"tool_search_call\""u8);
    }

    /// <summary>Tells whether an item that a stream ends holds anything.</summary>
    public static bool IsContentWhenDone(ReadOnlySpan<byte> item) =>
        MemberProbe.Is(item, "type"u8, "\"reasoning\""u8)
            ? HasSome(item, "summary"u8) || HasSome(item, "content"u8) || HasSome(item, "encrypted_content"u8)
            : !MemberProbe.Is(item, "type"u8, "\"message\""u8) || HasSome(item, "content"u8);

    private static bool HasSome(ReadOnlySpan<byte> item, ReadOnlySpan<byte> member) =>
        MemberProbe.TryFind(item, member, out var value) && JsonContent.IsThere(value.Kind, ResponsesMap.SliceOf(value, item));
}
