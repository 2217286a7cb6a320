using System.Text;
using RouterMaestro.Application.Affinity;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Application.Tests.Affinity;

public sealed class SignatureScannerTests
{
    public static TheoryData<string, string, string[]> Documents => new()
    {
        { "messages", """{"content":[{"type":"thinking","thinking":"a","signature":"one"},{"signature" : "two","type":"thinking"}]}""", ["one", "two"] },
        { "messages", """{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"one"}}""", ["one"] },
        { "messages", """{"content":[{"type":"redacted_thinking","data":"one"}]}""", ["one"] },
        { "messages", """{"content":[{"type":"image","source":{"type":"base64","data":"iVBO"}}]}""", [] },
        { "messages", """{"content":[{"type":"thinking","signature":""},{"type":"thinking","signature":null}]}""", [] },
        { "messages", """{"text":"the \"signature\":\"none\" of it","signature":"one"}""", ["one"] },
        { "messages", """{"signature":"o\u002Bn\"e"}""", ["o\\u002Bn\\\"e"] },
        { "messages", """{"signature":"cut""", [] },
        { "messages", """{"signature":"cut\""", [] },
        { "messages", """{"signature" """, [] },
        { "messages", """{"type":"web_search_tool_result","content":[{"type":"web_search_result","encrypted_content":"one"}]}""", ["one"] },
        { "responses", """{"output":[{"type":"reasoning","encrypted_content":"one"},{"type":"compaction","encrypted_content":"two"}],"signature":"x"}""", ["one", "two"] },
        { "chat", """{"choices":[{"delta":{"reasoning_details":[{"signature":"one"},{"data":"two"}],"reasoning_opaque":"three"}}]}""", ["one", "two", "three"] },
        { "chat", """{"signature":"of something else","data":"too"}""", [] },
    };

    [Theory]
    [MemberData(nameof(Documents))]
    public void Signatures_are_found(string protocol, string json, string[] expected)
    {
        List<string> found = [];
        foreach (var signature in new SignatureScanner(Encoding.UTF8.GetBytes(json), Codecs.All.DescriptionOf(WireProtocol.Find(protocol)!)))
        {
            found.Add(Encoding.UTF8.GetString(signature));
        }

        Assert.Equal(expected, found);
    }

    [Theory]
    [InlineData("abc", "abc")]
    [InlineData("a\\u002Bb\\/c", "a+b/c")]
    [InlineData("a\\u00e9", "a\\u00e9")]
    [InlineData("a\\u12", "a\\u12")]
    [InlineData("a\\u00x1", "a\\u00x1")]
    [InlineData("a\\", "a\\")]
    public void Escapes_of_base64_are_removed(string escaped, string plain) =>
        Assert.Equal(plain, Encoding.UTF8.GetString(SignatureText.Plain(Encoding.UTF8.GetBytes(escaped))));
}
