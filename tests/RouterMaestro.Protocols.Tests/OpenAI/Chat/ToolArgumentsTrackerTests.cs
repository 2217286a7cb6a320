using System.Text.Encodings.Web;
using System.Text.Json;
using CsCheck;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.Tools;

namespace RouterMaestro.Protocols.Tests.OpenAI.Chat;

public class ToolArgumentsTrackerTests
{
    private static readonly Gen<string> _text = Gen.Char["ab\"\\{}[]:, \n\u00e9"].Array[0, 8].Select(c => new string(c));

    private static readonly Gen<string> _object = Gen.Select(_text, _text, _text, Gen.Int, (name, text, inner, number) =>
        JsonSerializer.Serialize(new Dictionary<string, object> { ["k" + name] = text, ["l"] = new object[] { number, new Dictionary<string, string> { [inner] = text } } }));

    [Fact]
    public void Arguments_are_complete_exactly_when_their_JSON_is() => Gen.Select(_object, Gen.Bool).Sample(
        (json, strict) =>
        {
            var tracker = default(ToolArgumentsTracker);
            for (var length = 1; length <= json.Length; length++)
            {
                // the pieces of a stream never split an escape sequence
                tracker.Add(JsonEncodedText.Encode(json[(length - 1)..length], strict ? JavaScriptEncoder.Default : JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
                Assert.Equal(CompleteJson.Is(System.Text.Encoding.UTF8.GetBytes(json[..length])), tracker.IsComplete);
            }
        },
        iter: 200);

    [Fact]
    public void Text_that_is_not_JSON_does_not_fail()
    {
        var tracker = default(ToolArgumentsTracker);
        tracker.Add("}}\\"u8);
        tracker.Add("\\u00"u8);
        Assert.True(tracker.IsComplete);
    }
}
