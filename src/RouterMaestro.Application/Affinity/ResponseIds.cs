using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Application.Affinity;

/// <summary>Finds the ids under which providers keep their answers, to be gone on with later.</summary>
internal static class ResponseIds
{
    /// <summary>Finds the id of a whole answer; empty when it has none.</summary>
    public static ReadOnlySpan<byte> InResponse(ReadOnlySpan<byte> response) => Inside(Member(response, "id"u8));

    /// <summary>Finds the id that a stream's first frame tells; empty for every other frame.</summary>
    public static ReadOnlySpan<byte> InFrame(ReadOnlySpan<byte> data, WireProtocol protocol)
    {
        var isResponses = protocol == WireProtocol.OpenAIResponses;
        var isFirst = data.IndexOf(isResponses ? "\"response.created\""u8 : "\"message_start\""u8) >= 0;
        return isFirst ? Inside(Member(Member(data, isResponses ? "response"u8 : "message"u8), "id"u8)) : default;
    }

    // the first member with the name is as good as any, and nearly always the first of all
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
