using System.Text;
using CsCheck;
using RouterMaestro.Domain;
using RouterMaestro.Infrastructure.Providers.GitHubCopilot.Guards;

namespace RouterMaestro.Infrastructure.Tests.Providers.GitHubCopilot;

/// <summary>Leaked messages are found, whatever pieces they come in; code, other tags and tags that do not end are not.</summary>
public sealed class LeakScannerTests
{
    private const int Iterations = 20_000;

    private static readonly Gen<string> _token = Gen.OneOf(
        "<tick>", "</tick>", "<channel>", "<channel ", "</channel>", "</channel >", "<channels>", "</channels>", "<channel/>", "a=\"b\"", ">", "/", "<", "`", "``", "```", "```xml", "\n", "\n\n",
        " ", "é😀", "\\", "\"", "- ", "word", "<task-notification>", "</task-notification>");

    public static TheoryData<string, string> Leaks => new()
    {
        { "<task-notification>\n<task-id>1</task-id>\n</task-notification>", "task-notification" },
        { "Done.\n\n<task-notification id=\"7\">x</task-notification>", "task-notification" },
        { "<teammate-message teammate_id=\"lead\">go on</teammate-message>", "teammate-message" },
        { "<channel source=\"chat\">hi</channel>", "channel" },
        { "<channel\nsource=\"chat\"\n>hi</channel\t>", "channel" },
        { "<channel></channel>", "channel" },
        { "<channel a=\"x/\">hi</channel>", "channel" },
        { "<cross-session-message from=\"a\">b</cross-session-message>", "cross-session-message" },
        { "<tick>12:00</tick>", "tick" },
        { "<tick><</tick>", "tick" },
        { "<<channel>x</channel>", "channel" },
        { "<channel>never closed, then <channel>x</channel>", "channel" },
        { "<channel>`code`</channel>", "channel" },
        { "<channel>\n```\ncode\n```\n</channel>", "channel" },
        { "`code` <channel>x</channel>", "channel" },
        { "```\ncode\n```\n<channel>x</channel>", "channel" },
        { "- ```\n  code\n  ```\n\n<channel>x</channel>", "channel" },
        { "> ```\n> code\n> ```\n<channel>x</channel>", "channel" },
        { "a stray ` in one paragraph\n\n<channel>x</channel>", "channel" },
        { "an <open tag and <channel>x</channel>", "channel" },
        { "<tick></tick> <tick>5</tick>", "tick" },
        { "é <channel>😀</channel>", "channel" },
    };

    public static TheoryData<string> Harmless => new(
        "nothing at all",
        "```xml\n<rss>\n<channel>\n<title>News</title>\n</channel>\n</rss>\n```",
        "````md\n```\n<channel>x</channel>\n```\n<channel>x</channel>\n````",
        "  ```\n<channel>x</channel>\n  ```",
        "1. ```xml\n   <channel>x</channel>\n   ```",
        "```\n<channel>x</channel>",
        "```\n<channel>\n``` not the end\n</channel>\n```",
        "`<channel>x</channel>`",
        "``<channel>`x`</channel>``",
        "text: ```<channel>x</channel>```",
        "```<channel>x</channel>```\nis code within a line",
        "`two\nlines <channel>x</channel>`",
        "<channel> is closed by `</channel>`",
        "`<channel>` is closed by </channel>",
        "<channels>x</channels>",
        "<channel-list>x</channel-list>",
        "<channelx>y</channel>",
        "<task-notifications>x</task-notification>",
        "<Channel>x</Channel>",
        "< channel>x</channel>",
        "<channel>x</ channel>",
        "<channel>x",
        "<channel",
        "<channel source=\"x\"",
        "x</channel>",
        "<channel/>",
        "<channel />x</channel>",
        "<channel a=\"b\"/>x</channel>",
        "<channel>x</channel",
        "<channel>x</channel/>",
        "<channel>x<//channel>",
        "<tick></tick>",
        "<tick/>5</tick>",
        "<tick id=\"1\">5</tick>",
        "<ticker>5</ticker>",
        "</tick><tick>");

    [Theory]
    [MemberData(nameof(Leaks))]
    public void A_leak_is_found_wherever_its_pieces_end(string text, string tag) => HoldsForAllSplits(text, tag);

    [Theory]
    [MemberData(nameof(Harmless))]
    public void What_is_no_leak_passes_wherever_its_pieces_end(string text) => HoldsForAllSplits(text, null);

    [Fact]
    public void Any_text_gives_the_same_result_in_any_pieces() => Gen.Select(_token.Array[1, 14], Gen.Int[1, 6].Array[1, 30]).Sample(
        (tokens, sizes) =>
        {
            var text = string.Concat(tokens);
            Assert.Equal(Scan([text]), Scan(Split(text, sizes)));
        },
        iter: Iterations);

    [Fact]
    public void Any_text_in_a_fence_passes() => _token.Where(t => !t.Contains('`', StringComparison.Ordinal)).Array[1, 14].Sample(
        tokens => Assert.Null(Scan(["Look:\n\n```\n" + string.Concat(tokens) + "\n```\nThat is all."])),
        iter: Iterations);

    [Fact]
    public void A_leak_after_any_closed_paragraph_is_found() => _token.Where(t => !t.Contains("```", StringComparison.Ordinal)).Array[1, 14].Sample(
        tokens =>
        {
            // three backticks may also come about from shorter runs
            var text = string.Concat(tokens);
            Assert.True(text.Contains("```", StringComparison.Ordinal) || Scan([text + "\n\n<teammate-message>x</teammate-message>"]) is not null);
        },
        iter: Iterations);

    [Fact]
    public void Scanning_allocates_nothing()
    {
        var scanner = new LeakScanner();
        var piece = Encoding.UTF8.GetBytes("<chan `x` word <tick a> \\n\\u003c/channel ");
        scanner.Scan(piece);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
        {
            scanner.Scan(piece);
        }

        // the runtime itself allocates a little when it compiles the loop anew
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 5_000);
    }

    private static void HoldsForAllSplits(string text, string? expected)
    {
        Assert.Equal(expected, Scan([text]));
        Assert.Equal(expected, Scan(text.Select(c => c.ToString())));
        Assert.Equal(expected, Find(text.Select(c => Encoding.ASCII.GetBytes($"\\u{(int)c:x4}"))));
        for (var i = 0; i <= text.Length; i++)
        {
            Assert.Equal(expected, Scan([text[..i], text[i..]]));
        }
    }

    private static IEnumerable<string> Split(string text, int[] sizes)
    {
        var at = 0;
        for (var i = 0; at < text.Length; i++)
        {
            var size = Math.Min(sizes[i % sizes.Length], text.Length - at);
            yield return text.Substring(at, size);
            at += size;
        }
    }

    private static string? Scan(IEnumerable<string> pieces) => Find(pieces.Select(piece => JsonText.FromString(piece).Escaped.ToArray()));

    private static string? Find(IEnumerable<byte[]> pieces)
    {
        var scanner = new LeakScanner();
        return pieces.Select(piece => scanner.Scan(piece)).FirstOrDefault(found => found is not null);
    }
}
