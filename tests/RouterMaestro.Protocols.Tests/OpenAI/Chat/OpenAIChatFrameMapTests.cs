using System.Text;
using CsCheck;
using RouterMaestro.Protocols.OpenAI.Chat.Passthrough;

namespace RouterMaestro.Protocols.Tests.OpenAI.Chat;

public class OpenAIChatFrameMapTests
{
    private static readonly Gen<string> _head = Gen.OneOf(
        "{",
        " {\"id\":\"1\",\"model\":\"m\", ",
        "{\"id\":\"1\",\"model\":\"m\",\"created\":2,",
        "{\"id\":\"1\",\"model\":\"m\",\"mod\\u0065l\":\"n\",",
        "{\"usage\":{\"prompt_tokens\":1},\"model\":\"m\",",
        "{\"error\":{},\"model\":\"m\",",
        "{\"choices\":[{}],\"model\":\"m\",",
        "{\"model\":\"m\",,");

    private static readonly Gen<string> _tail = Gen.OneOf(
        "\"choices\":[{\"delta\":{}}]}",
        "\"choices\":[]}",
        "\"choices\":[],\"usage\":{\"prompt_tokens\":1}}",
        "\"choic\\u0065s\":[{}],\"usage\":null}",
        "\"choices\":[{}],\"choices\":[],\"model\":\"last\"}",
        "\"choices\":null}",
        "\"x\":{\"choices\":[1]},\"x_groq\":{\"usage\":{}}}",
        "\"choices\":[{}]",
        "\"choices\":[}",
        "\"choices\":[{}],\"error\":{\"message\":\"x\"}}",
        "}",
        "\"");

    [Fact]
    public void What_was_learned_of_earlier_chunks_changes_nothing() =>
        Gen.Select(_head, _tail, (head, tail) => head + tail).List[1, 12].Sample(
            chunks =>
            {
                var learned = new ChunkPrefixCache();
                foreach (var chunk in chunks.Select(Encoding.UTF8.GetBytes))
                {
                    AssertSame(OpenAIChatFrameMap.Read(chunk), OpenAIChatFrameMap.Read(chunk, learned));
                }
            },
            iter: 1000);

    [Fact]
    public void A_head_is_learned_from_the_first_chunk()
    {
        var learned = new ChunkPrefixCache();
        OpenAIChatFrameMap.Read("{\"model\":\"m\",\"choices\":[{}]}"u8, learned);
        Assert.Equal("{\"model\":\"m\",".Length, learned.Length);
        Assert.True(learned.IsOf("{\"model\":\"m\",\"choices\":[1]}"u8));
        Assert.False(learned.IsOf("{\"model\":\"n\",\"choices\":[1]}"u8));
    }

    private static void AssertSame(OpenAIChatFrameMap expected, OpenAIChatFrameMap actual)
    {
        Assert.Equal(expected.IsMalformed, actual.IsMalformed);
        if (!expected.IsMalformed)
        {
            Assert.Equal((expected.Model, expected.Usage, expected.Choices), (actual.Model, actual.Usage, actual.Choices));
            Assert.Equal((expected.HasChoices, expected.HasError), (actual.HasChoices, actual.HasError));
        }
    }
}
