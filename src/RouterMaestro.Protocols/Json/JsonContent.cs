using System.Text.Json;

namespace RouterMaestro.Protocols.Json;

/// <summary>Tells values that carry something from those that are only there.</summary>
internal static class JsonContent
{
    /// <summary>Tells whether a value says something: not null, false, nor an empty string, array or object.</summary>
    /// <param name="kind">What the value is.</param>
    /// <param name="value">The value.</param>
    public static bool IsThere(JsonValueKind kind, ReadOnlySpan<byte> value) => kind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.False => false,
        JsonValueKind.String => value.Length > 2,
        JsonValueKind.Array or JsonValueKind.Object => value[1..^1].ContainsAnyExcept(" \t\r\n"u8),
        _ => true,
    };

    /// <summary>Tells whether an object has a member that says something, but for one.</summary>
    /// <param name="json">The object.</param>
    /// <param name="except">The name of the member that does not count.</param>
    public static bool HasMemberBut(ReadOnlySpan<byte> json, ReadOnlySpan<byte> except)
    {
        var members = new TopLevelScanner(json);
        while (members.Read())
        {
            if (!members.IsKey(except) && IsThere(members.Kind, members.ValueOf(json)))
            {
                return true;
            }
        }

        return false;
    }
}
