using System.Text;
using CsCheck;
using RouterMaestro.Protocols.OpenAI.Chat.Passthrough;

namespace RouterMaestro.Protocols.Tests.OpenAI.Chat;

public class OpenAIChatFrameMapTests
{
    private static readonly Gen<string> _prefixes = Gen.OneOf(
        "{",
        " {\"id\":\"1\",\"model\":\"m\", ",
        "{\"id\":\"1\",\"model\":\"m\",\"created\":2,",
        "{\"id\":\"1\",\"model\":\"m\",\"mod\\u0065l\":\"n\",",
        "{\"usage\":{\"prompt_tokens\":1},\"model\":\"m\",",
        "{\"error\":{},\"model\":\"m\",",
        "{\"choices\":[{}],\"model\":\"m\",",
        "{\"model\":\"m\",,");

    private static readonly Gen<string> _tails = Gen.OneOf(
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
    public void A_cached_prefix_does_not_change_the_map() =>
        Gen.Select(_prefixes, _tails, (head, tail) => head + tail).List[1, 12].Sample(
            chunks =>
            {
                var cache = new ChunkPrefixCache();
                foreach (var chunk in chunks.Select(Encoding.UTF8.GetBytes))
                {
                    AssertSame(OpenAIChatFrameMap.Read(chunk), OpenAIChatFrameMap.Read(chunk, cache));
                }
            },
            iter: 1000);

    [Fact]
    public void The_prefix_is_cached_from_the_first_chunk()
    {
        var cache = new ChunkPrefixCache();
        OpenAIChatFrameMap.Read("{\"model\":\"m\",\"choices\":[{}]}"u8, cache);
        Assert.Equal("{\"model\":\"m\",".Length, cache.Length);
        Assert.True(cache.Matches("{\"model\":\"m\",\"choices\":[1]}"u8));
        Assert.False(cache.Matches("{\"model\":\"n\",\"choices\":[1]}"u8));
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
