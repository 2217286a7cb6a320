using System.Text.Json;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.Streaming;

/// <summary>
/// Finds errors in the form of another protocol inside a stream: a proxy in front of a provider may send its own. Clients of the stream's protocol would
/// ignore them, and take what came before for the whole answer.
/// </summary>
internal static class ForeignError
{
    private static readonly byte[] _failed = "response.failed"u8.ToArray();

    /// <summary>Returns true if a frame of a Chat or Messages stream is an error of the Responses protocol, a list of errors, or MiniMax's.</summary>
    /// <param name="eventName">The name of the event.</param>
    /// <param name="data">The data.</param>
    public static bool IsIn(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data) =>
        eventName.SequenceEqual(_failed)
        || BaseResponse.IsErrorIn(data)
        || ((data.IndexOf(_failed) >= 0 || data.IndexOf("\"errors\""u8) >= 0) && IsOne(data));

    /// <summary>Returns the part of an error's document that holds the error itself: the response of a failed one, else the whole.</summary>
    /// <param name="data">The document.</param>
    public static ReadOnlySpan<byte> DocumentIn(ReadOnlySpan<byte> data)
    {
        var members = new TopLevelScanner(data);
        while (members.Read())
        {
            if (members.Kind == JsonValueKind.Object && members.IsKey("response"u8))
            {
                return members.ValueOf(data);
            }
        }

        return data;
    }

    private static bool IsOne(ReadOnlySpan<byte> data)
    {
        var members = new TopLevelScanner(data);
        while (members.Read())
        {
            if ((members.Kind == JsonValueKind.String && members.IsKey("type"u8) && members.ValueOf(data)[1..^1].SequenceEqual(_failed))
                || (members.Kind == JsonValueKind.Array && members.Children > 0 && members.IsKey("errors"u8)))
            {
                return true;
            }

            // an answer of the protocol itself may have members of any name
            if (members.IsKey("choices"u8) || members.IsKey("delta"u8) || members.IsKey("content_block"u8))
            {
                return false;
            }
        }

        return false;
    }
}
