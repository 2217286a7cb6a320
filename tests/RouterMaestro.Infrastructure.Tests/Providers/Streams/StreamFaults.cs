using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Infrastructure.Tests.Providers.Streams;

/// <summary>Spoils the frames of a stream in the ways of docs/resilience.md, each at a random place.</summary>
internal static class StreamFaults
{
    private static readonly string[] _glued = ["\0", "\0\0\0\0", "\ufeff", " ", "x", "0x", "}", "event: message_delta", "id: 7"];

    private static readonly (string Key, string Value)[] _numbers = [("text", "7"), ("content", "7"), ("delta", "7"), ("arguments", "7"), ("partial_json", "true"), ("content", "{\"a\":1}")];

    private static readonly string[] _foreignErrors =
    [
        "data: {\"error\":{\"message\":\"broken within\",\"type\":\"server_error\"}}\n\n",
        "data: {\"error\":\"broken within\"}\n\n",
        "event: error\ndata: {\"error\":{\"message\":\"broken within\"}}\n\n",
        "event: error\ndata: broken within\n\n",
        "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"broken within\"}}\n\n",
        "data: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"broken within\"}}\n\n",
        "data: {\"type\":\"error\",\"code\":\"server_error\",\"message\":\"broken within\",\"param\":null}\n\n",
        "data: {\"object\":\"error\",\"message\":\"broken within\",\"type\":\"BadRequestError\",\"code\":400}\n\n",
        "data: {\"detail\":\"broken within\"}\n\n",
        "data: {\"message\":\"broken within\"}\n\n",
    ];

    private static readonly string[] _broken =
    [
        "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"lo\n\n",
        "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":}}]},\"finish_reason\":null}]}\n\n",
        "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_del\n\n",
        "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\" \"a\"}}\n\n",
        "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"x\":{\"y\":[1,]},\"delta\":\"a\"}\n\n",
        "event: unheard-of\ndata: {\"type\":\"unheard-of\",\"x\":{\"y\":nul}}\n\n",
        "event: unheard-of\ndata: {\"half\n\n",
        "data: null\n\n",
        "data: [DONE\n\n",
    ];

    /// <summary>Spoils a stream.</summary>
    /// <param name="frames">The frames, which are changed.</param>
    /// <param name="protocol">The protocol.</param>
    /// <param name="random">The source of what is spoiled, and where.</param>
    public static ReadOnlyMemory<byte> Spoil(List<string> frames, WireProtocol protocol, Random random)
    {
        var at = random.Next(frames.Count);
        switch (random.Next(12))
        {
            case 0:
                break;
            case 1:
                frames.Insert(at, _broken[random.Next(_broken.Length)]);
                break;
            case 2:
                frames[at] = _foreignErrors[random.Next(_foreignErrors.Length)];
                break;
            case 3:
                frames.RemoveRange(at, frames.Count - at);
                break;
            case 4:
                var bytes = WireText.Bytes(frames);
                return bytes.AsMemory(0, random.Next(bytes.Length));
            case 5:
                frames[at] = Glue(frames[at], random);
                break;
            case 6:
                return LoseLineEnd(frames, random);
            case 7:
                MoveTerminal(frames, protocol, random);
                break;
            case 8:
                frames[at] = WithNumber(frames[at], random);
                break;
            case 9:
                frames[at] = frames[at][..random.Next(frames[at].IndexOf("data: ", StringComparison.Ordinal) + 6, frames[at].Length - 2)] + "\n\n";
                break;
            case 10:
                frames[at] = WithoutBracket(frames[at], random);
                break;
            case 11 when protocol == WireProtocol.OpenAIResponses:
                // its events are numbered, so that a lost one is missed
                frames.RemoveAt(at);
                break;
        }

        return WireText.Bytes(frames);
    }

    private static string Glue(string frame, Random random) =>
        frame.Replace("data: ", _glued[random.Next(_glued.Length)] + "data: ", StringComparison.Ordinal);

    private static byte[] LoseLineEnd(List<string> frames, Random random)
    {
        var text = string.Concat(frames);
        var ends = Enumerable.Range(0, text.Length).Where(i => text[i] == '\n').ToArray();
        var at = ends[random.Next(ends.Length)];
        var count = random.Next(2) == 0 && at + 1 < text.Length && text[at + 1] == '\n' ? 2 : 1;
        return WireText.Bytes([text.Remove(at, count)]);
    }

    /// <summary>Sends the terminal early, with or without the rest behind it.</summary>
    private static void MoveTerminal(List<string> frames, WireProtocol protocol, Random random)
    {
        // the last two frames of Chat, and of Messages, are the end itself
        var at = random.Next(Math.Max(1, frames.Count - 3));
        if (random.Next(2) == 0 && protocol != WireProtocol.OpenAIResponses)
        {
            frames.Insert(at, frames[^1]);
        }
        else
        {
            frames.RemoveRange(at, frames.Count - 1 - at);
        }
    }

    private static string WithNumber(string frame, Random random)
    {
        // a part beside its text and its item, of which nothing depends
        if (frame.StartsWith("event: response.content_part.", StringComparison.Ordinal))
        {
            return frame;
        }

        var (key, value) = _numbers[random.Next(_numbers.Length)];
        var name = $"\"{key}\":\"";
        var start = frame.LastIndexOf(name, StringComparison.Ordinal);
        if (start < 0)
        {
            return frame;
        }

        var end = start + name.Length;
        while (frame[end] != '"')
        {
            end += frame[end] == '\\' ? 2 : 1;
        }

        return end == start + name.Length ? frame : string.Concat(frame.AsSpan(0, start + name.Length - 1), value, frame.AsSpan(end + 1));
    }

    /// <summary>Removes a bracket that closes; in a text it stays.</summary>
    private static string WithoutBracket(string frame, Random random)
    {
        List<int> places = [];
        var isText = false;
        for (var at = frame.IndexOf("data: ", StringComparison.Ordinal) + 6; at < frame.Length; at++)
        {
            at += isText && frame[at] == '\\' ? 1 : 0;
            isText ^= frame[at] == '"' && frame[at - 1] != '\\';
            if (!isText && frame[at] is '}' or ']')
            {
                places.Add(at);
            }
        }

        return places.Count == 0 ? frame : frame.Remove(places[random.Next(places.Count)], 1);
    }
}
