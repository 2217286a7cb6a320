using System.Diagnostics;
using RouterMaestro.Infrastructure.Providers.GitHubCopilot.Guards;

namespace RouterMaestro.Infrastructure.Tests.Providers.GitHubCopilot;

/// <summary>Complete blocks of known tools outside of code are calls; all else is text.</summary>
public sealed class InvokeBlocksTests
{
    private const string Block = "<invoke name=\"read\"><parameter name=\"path\">a.txt</parameter></invoke>";

    private static readonly HashSet<string> _tools = ["read", "write"];

    public static TheoryData<string, string> Calls => new()
    {
        { Block, """read {"path":"a.txt"}""" },
        { "I read it.\n\n" + Block + "\nThen I go on.", """read {"path":"a.txt"}""" },
        { "<invoke name=\"read\">\n  <parameter name=\"path\">a.txt</parameter>\n  <parameter name=\"limit\">5</parameter>\n</invoke>", """read {"path":"a.txt","limit":"5"}""" },
        { "<invoke name=\"read\"></invoke>", "read {}" },
        { "<invoke  name=\"read\" >\n</invoke>", "read {}" },
        { "<invoke name=\"write\"><parameter name=\"text\"> x\n`y`\n<b>&amp;\"</parameter></invoke>", """write {"text":" x\n`y`\n<b>&amp;\""}""" },
        { "<invoke name=\"write\"><parameter name=\"text\">```\ncode</parameter></invoke> and " + Block, """write {"text":"```\ncode"} read {"path":"a.txt"}""" },
        { Block + Block, """read {"path":"a.txt"} read {"path":"a.txt"}""" },
        { "`code` " + Block + " `code`", """read {"path":"a.txt"}""" },
        { "```\ncode\n```\n" + Block, """read {"path":"a.txt"}""" },
        { "a stray ` before " + Block, """read {"path":"a.txt"}""" },
        { "a stray ` before " + Block + " and no other in the paragraph\n\n`", """read {"path":"a.txt"}""" },
        { "<invoke name=\"read\"><parameter name=\"path\">never closed " + Block, """read {"path":"never closed <invoke name=\"read\"><parameter name=\"path\">a.txt"}""" },
        { "<invoke name=\"read\"> not a block " + Block, """read {"path":"a.txt"}""" },
        { "<invoke name=\"delete\"></invoke>" + Block, """read {"path":"a.txt"}""" },
    };

    public static TheoryData<string> Texts => new(
        "nothing at all",
        "<invoke name=\"delete\"><parameter name=\"path\">a</parameter></invoke>",
        "`" + Block + "`",
        "``x ` " + Block + "``",
        "```\n" + Block + "\n```",
        "```\n" + Block,
        "```" + Block + "```",
        "- ```xml\n  " + Block + "\n  ```",
        "<invoke name=\"read\"><parameter name=\"path\">a.txt</parameter>",
        "<invoke name=\"read\"><parameter name=\"path\">a.txt</invoke>",
        "<invoke name=\"read\"><parameter>a.txt</parameter></invoke>",
        "<invoke name=\"read\">text</invoke>",
        "<invoke name=read></invoke>",
        "<invoke name=\"\"></invoke>",
        "<invoke></invoke>",
        "<invokename=\"read\"></invoke>",
        "<Invoke name=\"read\"></Invoke>",
        "<invoke name=\"READ\"></invoke>");

    [Theory]
    [MemberData(nameof(Calls))]
    public void A_complete_block_of_a_known_tool_is_a_call(string text, string expected) => Assert.Equal(expected, Find(text));

    [Theory]
    [MemberData(nameof(Texts))]
    public void All_else_is_text(string text) => Assert.Equal("", Find(text));

    [Fact]
    public void A_name_that_comes_twice_keeps_the_last_value() => Assert.Equal(
        """read {"a":"2"}""",
        Find("<invoke name=\"read\"><parameter name=\"a\">1</parameter><parameter name=\"a\">2</parameter></invoke>"));

    [Theory]
    [InlineData("<invoke name=\"read\">")]
    [InlineData("<invoke name=\"read\"><parameter name=\"a\">")]
    [InlineData("<invoke name=\"read\"><parameter name=\"a\">x</parameter>")]
    [InlineData("<invoke name=\"read\"")]
    [InlineData("`")]
    public void A_megabyte_of_beginnings_takes_no_time(string beginning)
    {
        var text = string.Concat(Enumerable.Repeat(beginning, 1024 * 1024 / beginning.Length)) + "</parameter>";
        var clock = Stopwatch.StartNew();

        Find(text);

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    private static string Find(string text) =>
        string.Join(' ', InvokeBlocks.Find(text, _tools).Select(block => $"{block.Tool} {block.Arguments.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })}"));
}
