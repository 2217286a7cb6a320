using System.Text;
using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.OpenAI.Chat.Wire;

namespace RouterMaestro.Protocols.Tests.OpenAI.Chat;

public class OpenAIChatUsageTests
{
    [Fact]
    public void Details_are_subtracted_from_their_totals() =>
        Assert.Equal(new TokenUsage(60, 30, 10, 15, 25), Read("""
            {"prompt_tokens":100,"completion_tokens":40,"total_tokens":140,
             "prompt_tokens_details":{"audio_tokens":0,"cached_tokens":30,"cache_write_tokens":10},
             "completion_tokens_details":{"reasoning_tokens":25,"accepted_prediction_tokens":3},"cost":{"x":[1,2]}}
            """));

    [Theory]
    [InlineData("""{"prompt_tokens":70,"completion_tokens":12,"num_cached_tokens":69}""")]
    [InlineData("""{"prompt_tokens":70,"completion_tokens":12,"prompt_cache_hit_tokens":69,"prompt_cache_miss_tokens":1}""")]
    [InlineData("""{"prompt_tokens":70,"completion_tokens":12,"cached_tokens":69,"prompt_tokens_details":{"cached_tokens":0}}""")]
    [InlineData("""{"prompt_tokens":70,"completion_tokens":12.0,"cached_tokens":69,"prompt_tokens_details":null}""")]
    public void Cached_tokens_of_DeepSeek_Mistral_and_others_are_read(string json) =>
        Assert.Equal(new TokenUsage(1, 69, 0, 12, 0), Read(json));

    [Fact]
    public void Reasoning_that_only_the_total_includes_is_added() =>
        Assert.Equal(new TokenUsage(10, 0, 0, 5, 20), Read("""
            {"prompt_tokens":10,"completion_tokens":5,"total_tokens":35,"completion_tokens_details":{"reasoning_tokens":20}}
            """));

    [Fact]
    public void Details_above_their_total_are_limited_to_it() =>
        Assert.Equal(new TokenUsage(0, 90, 10, 0, 5), Read("""
            {"prompt_tokens":100,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":90,"cache_write_tokens":90},
             "completion_tokens_details":{"reasoning_tokens":7}}
            """));

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1,{}]")]
    [InlineData("17")]
    [InlineData("""{"prompt_tokens":null,"completion_tokens":"many","other":1}""")]
    [InlineData("""{"prompt_tokens":-1}""")]
    public void A_value_without_totals_is_no_usage(string json) => Assert.Null(Read(json));

    [Fact]
    public void The_reader_ends_on_the_last_token_of_the_value()
    {
        var reader = new Utf8JsonReader("""[{"prompt_tokens":1,"x":{"y":[2]}},"next"]"""u8);
        reader.Read();
        reader.Read();
        Assert.NotNull(OpenAIChatUsage.Read(ref reader));
        Assert.True(reader.Read());
        Assert.Equal("next", reader.GetString());
    }

    private static TokenUsage? Read(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();
        return OpenAIChatUsage.Read(ref reader);
    }
}
