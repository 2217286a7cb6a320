using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RouterMaestro.Protocols.Tests.Laws;

/// <summary>Puts what no protocol knows into documents: fields into objects, blocks into content.</summary>
internal static class UnknownFields
{
    private static readonly JsonSerializerOptions _deep = new() { MaxDepth = 256 };
    private static readonly string[] _values = ["null", "17", "\"text\"", "{\"type\":\"x_law\",\"model\":1}", "[{\"index\":9},[]]", "true"];

    public static byte[] Inject(byte[] json, int seed)
    {
        var root = JsonNode.Parse(json)!;
        Inject(root, new Random(seed), isContent: false);
        return JsonSerializer.SerializeToUtf8Bytes(root, _deep);
    }

    /// <summary>Puts unknown fields into the data of frames, and unknown frames between them.</summary>
    public static byte[] InjectIntoStream(byte[] stream, int seed)
    {
        var random = new Random(seed);
        var output = new StringBuilder();
        foreach (var frame in SseFrames.Read(stream, int.MaxValue / 2).Frames.Where(f => f.DataOffset != 0))
        {
            var isNamed = frame.Event.Length > 0;
            if (random.Next(3) == 0)
            {
                output.Append(isNamed ? "event: x_law\ndata: {\"type\":\"x_law\",\"index\":0}\n\n" : "data: {\"x_law\":{\"choices\":[1]}}\n\n");
            }

            var data = frame.Data.StartsWith('{') ? Encoding.UTF8.GetString(Inject(Encoding.UTF8.GetBytes(frame.Data), random.Next())) : frame.Data;
            output.Append(isNamed ? $"event: {frame.Event}\n" : "").Append("id: 7\nretry: 9\ndata: ").Append(data).Append("\n\n");
        }

        return Encoding.UTF8.GetBytes(output.ToString());
    }

    private static void Inject(JsonNode? node, Random random, bool isContent)
    {
        switch (node)
        {
            case JsonObject item:
                // what goes back as it came keeps what it holds
                foreach (var (name, value) in item.Where(m => m.Key != "reasoning_details").ToList())
                {
                    Inject(value, random, name == "content");
                }

                // an empty object may stand for what is still to come, such as a call's arguments
                if (item.Count > 0 && random.Next(2) == 0)
                {
                    item.Insert(random.Next(item.Count + 1), "x_law_field", JsonNode.Parse(_values[random.Next(_values.Length)]));
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    Inject(item, random, isContent: false);
                }

                if (isContent && random.Next(2) == 0)
                {
                    items.Insert(random.Next(items.Count + 1), JsonNode.Parse("{\"type\":\"x_law_block\",\"text\":[1]}"));
                }

                break;
        }
    }
}
