using System.Text;

namespace RouterMaestro.Protocols.Tests;

/// <summary>The WHATWG algorithm, word by word and without any regard for speed: what the reader is compared with.</summary>
internal static class SseReference
{
    public static List<(string Event, string Data)> Read(byte[] stream)
    {
        var text = Encoding.UTF8.GetString(stream).TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        var events = new List<(string, string)>();
        var (name, data) = ("", new List<string>());
        foreach (var line in text.Split('\n')[..^1])
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var field = colon < 0 ? line : line[..colon];
            var value = colon < 0 ? "" : line[(colon + 1)..];
            value = value.StartsWith(' ') ? value[1..] : value;
            if (line.Length == 0)
            {
                if (data.Count > 0)
                {
                    events.Add((name, string.Join('\n', data)));
                }

                (name, data) = ("", []);
            }
            else if (field == "data")
            {
                data.Add(value);
            }
            else if (field == "event")
            {
                name = value;
            }
        }

        return events;
    }
}
