using System.Text;
using System.Text.Json;
using RouterMaestro.TestKit;

namespace RouterMaestro.Testing.Tests;

public class RecordingsTests
{
    [SharedDataFact]
    public void Every_family_is_read_with_its_exchanges_bodies_and_chunks()
    {
        Assert.Equal(180, Recordings.MessagesCalls.Count());
        Assert.Equal(285, Recordings.ChatCalls.Count());
        Assert.Contains(Recordings.ChatCalls, r => r.Status == 429);
        Assert.Contains(Recordings.MessagesCalls, r => r.IsSse && r.Url is null);
    }

    [SharedDataFact]
    public void Bodies_are_what_their_content_type_says()
    {
        foreach (var recording in Recordings.ChatCalls.Concat(Recordings.MessagesCalls))
        {
            if (recording.IsSse)
            {
                Assert.StartsWith("text/event-stream", recording.ContentType, StringComparison.Ordinal);
                Assert.Contains("data:", Encoding.UTF8.GetString(recording.Body), StringComparison.Ordinal);
            }
            else
            {
                using var body = JsonDocument.Parse(recording.Body);
                Assert.Equal(JsonValueKind.Object, body.RootElement.ValueKind);
            }
        }
    }

    [SharedDataFact]
    public void A_recording_is_found_by_its_name()
    {
        var some = Recordings.ChatCalls.Last();
        Assert.Same(some, Recordings.Get(some.Name));
        Assert.Throws<KeyNotFoundException>(() => Recordings.Get("nothing#0"));
    }

    [SharedDataFact]
    public void Chunks_are_framed_as_their_protocol_does()
    {
        var chunks = Recordings.Of("anthropic-messages").First(r => r.File.EndsWith(".chunks.txt", StringComparison.Ordinal));
        Assert.StartsWith("event: message_start\ndata: {\"type\":\"message_start\"", Encoding.UTF8.GetString(chunks.Body), StringComparison.Ordinal);
        var chat = Recordings.Of("openai-chat").First(r => r.File.EndsWith("openai-text.chunks.txt", StringComparison.Ordinal));
        Assert.EndsWith("\n\ndata: [DONE]\n\n", Encoding.UTF8.GetString(chat.Body), StringComparison.Ordinal);
    }
}
