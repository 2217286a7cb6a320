using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Application.Affinity;

/// <summary>Finds the ids under which providers store their responses, to be continued later.</summary>
internal static class ResponseIds
{
    /// <summary>Finds the id of a buffered response; empty when it has none.</summary>
    public static ReadOnlySpan<byte> InResponse(ReadOnlySpan<byte> response) => Inside(Member(response, "id"u8));

    /// <summary>Finds the id in a stream's first frame; empty for every other frame.</summary>
    public static ReadOnlySpan<byte> InFrame(ReadOnlySpan<byte> data, ResponseIdPlace place) =>
        place.IsFirstFrame(data) ? Inside(Member(Member(data, place.MemberName), "id"u8)) : default;

    // the id is nearly always the first member, so the scan stops at the first match
    private static ReadOnlySpan<byte> Member(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        var members = new TopLevelScanner(json);
        while (members.Read())
        {
            if (members.IsKey(name))
            {
                return members.ValueOf(json);
            }
        }

        return default;
    }

    private static ReadOnlySpan<byte> Inside(ReadOnlySpan<byte> value) =>
        value is [(byte)'"', .. var inside, (byte)'"'] && !inside.Contains((byte)'\\') ? inside : default;
}
