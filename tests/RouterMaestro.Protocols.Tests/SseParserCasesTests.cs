using System.Text;
using System.Text.Json;
using RouterMaestro.TestKit;

namespace RouterMaestro.Protocols.Tests;

public class SseParserCasesTests
{
    public static TheoryData<string> Names { get; } = SharedData.Root is null ? new("-") : new(Cases().Select(c => c.Name));

    [SharedDataTheory]
    [MemberData(nameof(Names))]
    public void Public_parser_cases_read_as_expected_at_every_split(string name)
    {
        var (_, raw, expected) = Cases().Single(c => c.Name == name);
        var step = Math.Max(1, raw.Length / 100);
        Check(1);
        for (var cut = 1; cut <= raw.Length; cut += step)
        {
            Check(cut, int.MaxValue / 2);
        }

        void Check(params int[] pieces)
        {
            var (frames, left) = SseFrames.Read(raw, pieces);
            Assert.Equal(expected, frames.Where(f => f.DataOffset != 0 && !f.IsUnterminated).Select(f => (f.Event, f.Data)));
            Assert.Equal(raw, frames.SelectMany(f => f.Raw).Concat(left).ToArray());
        }
    }

    [SharedDataFact]
    public void There_are_51_public_parser_cases() => Assert.Equal(51, Cases().Count());

    private static IEnumerable<(string Name, byte[] Raw, List<(string, string)> Expected)> Cases()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(SharedData.Root!, "sse", "sse-parser-cases.json")));
        foreach (var test in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            var events = test.GetProperty("expected").GetProperty("events").EnumerateArray();
            yield return (
                test.GetProperty("name").GetString()!,
                Encoding.UTF8.GetBytes(test.GetProperty("raw").GetString()!),
                [.. events.Select(e => (NameOf(e), e.GetProperty("data").GetString()!))]);
        }
    }

    /// <summary>The standard calls an event without a name a message; the reader leaves the name empty.</summary>
    private static string NameOf(JsonElement item) => item.GetProperty("event").GetString() is { } name && name != "message" ? name : "";
}
