using System.Text.Json.Nodes;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using static RouterMaestro.Protocols.Tests.Anthropic.AnthropicTesting;

namespace RouterMaestro.Protocols.Tests.Anthropic;

/// <summary>Types and data of images, which Anthropic compares with each other.</summary>
public sealed class AnthropicMediaDataTests
{
    private const string Png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB";
    private const string WebP = "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAA";

    [Theory]
    [InlineData("image/jpeg", Png, "image/png")]
    [InlineData("image/PNG", Png, "image/png")]
    [InlineData(" image/png ", Png, "image/png")]
    [InlineData("application/octet-stream", Png, "image/png")]
    [InlineData("image/png", "/9j/4AAQSkZJRgABAQEASABI", "image/jpeg")]
    [InlineData("image/jpg", "/9j/", "image/jpeg")]
    [InlineData("image/png", "R0lGODlhAQABAAAAACw=", "image/gif")]
    [InlineData("image/jpeg", WebP, "image/webp")]
    [InlineData("image/JPG", "AAAA", "image/jpeg")]
    [InlineData("image/BMP", "Qk0=", "image/bmp")]
    public void The_type_is_that_of_the_bytes_or_the_one_that_is_said_in_small_letters(string said, string data, string expected)
    {
        foreach (var source in SourcesOf(new ImagePart(new MediaSource.Base64(said, data))))
        {
            Assert.Equal(expected, (string?)source["media_type"]);
            Assert.Equal(data, (string?)source["data"]);
        }
    }

    [Theory]
    [InlineData("\"iVBO Rw0K\\nGgoA\\r\\n\\tAAAN\"", "iVBORw0KGgoAAAAN", "image/png")]
    [InlineData("\"\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\niVBORw0K\"", "iVBORw0K", "image/png")]
    [InlineData("\"\\/9j\\/4AAQ\"", "/9j/4AAQ", "image/jpeg")]
    public void White_space_is_left_out_and_escapes_are_seen_through(string json, string data, string type)
    {
        foreach (var source in SourcesOf(new ImagePart(new MediaSource.Base64("image/gif", JsonText.FromQuoted(System.Text.Encoding.UTF8.GetBytes(json))))))
        {
            Assert.Equal(data, (string?)source["data"]);
            Assert.Equal(type, (string?)source["media_type"]);
        }
    }

    [Fact]
    public void A_document_is_a_PDF_file_by_its_bytes() =>
        Assert.Equal("application/pdf", (string?)SourcesOf(new DocumentPart(new MediaSource.Base64("application/octet-stream", "JVBERi0xLjcK"))).First()["media_type"]);

    // what stands in a message stands in the result of a tool as well
    private static IEnumerable<JsonNode> SourcesOf(ContentPart part)
    {
        var call = new Message(Role.Assistant, [new ToolCallPart("a", "f", RawJson.EmptyObject)]);
        var written = JsonNode.Parse(WriteRequest(new ChatRequest("m", [new(Role.User, [part, part]), call, new(Role.User, [new ToolResultPart("a", [part, part])])])))!["messages"]!;
        return [written[0]!["content"]![0]!["source"]!, written[2]!["content"]![0]!["content"]![0]!["source"]!];
    }
}
