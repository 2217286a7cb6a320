using System.Text.Encodings.Web;
using System.Text.Json;
using CsCheck;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Chat.Streaming;

namespace RouterMaestro.Protocols.Tests.OpenAI.Chat;

public class ToolArgumentsTrackerTests
{
    private static readonly Gen<string> _text = Gen.Char["ab\"\\{}[]:, \n\u00e9"].Array[0, 8].Select(c => new string(c));

    private static readonly Gen<string> _object = Gen.Select(_text, _text, _text, Gen.Int, (name, text, inner, number) =>
        JsonSerializer.Serialize(new Dictionary<string, object> { ["k" + name] = text, ["l"] = new object[] { number, new Dictionary<string, string> { [inner] = text } } }));

    [Fact]
    public void Arguments_are_whole_when_their_JSON_is_and_not_before() => Gen.Select(_object, Gen.Bool).Sample(
        (json, strict) =>
        {
            var watch = default(ToolArgumentsTracker);
            for (var length = 1; length <= json.Length; length++)
            {
                // the pieces of a stream never cut an escape sequence in two
                watch.Add(JsonEncodedText.Encode(json[(length - 1)..length], strict ? JavaScriptEncoder.Default : JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
                Assert.Equal(CompleteJson.Is(System.Text.Encoding.UTF8.GetBytes(json[..length])), watch.IsComplete);
            }
        },
        iter: 200);

    [Fact]
    public void Text_that_is_no_JSON_is_never_too_much()
    {
        var watch = default(ToolArgumentsTracker);
        watch.Add("}}\\"u8);
        watch.Add("\\u00"u8);
        Assert.True(watch.IsComplete);
    }
}
