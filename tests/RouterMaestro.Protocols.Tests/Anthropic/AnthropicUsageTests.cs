using System.Text;
using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Anthropic.Wire;

namespace RouterMaestro.Protocols.Tests.Anthropic;

public class AnthropicUsageTests
{
    [Fact]
    public void Cache_figures_stand_beside_the_input() =>
        Assert.Equal(new TokenUsage(10, 300, 40, 53, 39), Read("""
            {"input_tokens":10,"cache_creation_input_tokens":40,"cache_read_input_tokens":300,
             "cache_creation":{"ephemeral_5m_input_tokens":40},"output_tokens":92,"output_tokens_details":{"thinking_tokens":39},
             "service_tier":"standard"}
            """));

    [Fact]
    public void A_later_piece_completes_an_earlier_one()
    {
        var start = Read("""{"input_tokens":17,"cache_read_input_tokens":5,"output_tokens":1}""");
        Assert.Equal(new TokenUsage(17, 5, 0, 227, 0), Read("""{"output_tokens":227}""", start));
        Assert.Equal(new TokenUsage(61, 5, 0, 2, 0), Read("""{"input_tokens":61,"output_tokens":2}""", start));
        Assert.Equal(new TokenUsage(17, 5, 0, 9, 0), Read("""{"input_tokens":0,"cache_read_input_tokens":null,"output_tokens":9}""", start));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("\"text\"")]
    [InlineData("""{"service_tier":"standard","output_tokens_details":[]}""")]
    public void Values_without_usage_change_nothing(string json)
    {
        var before = new TokenUsage(1, 2, 3, 4, 5);
        Assert.Null(Read(json));
        Assert.Same(before, Read(json, before));
    }

    private static TokenUsage? Read(string json, TokenUsage? before = null)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();
        return AnthropicUsage.Read(ref reader, before);
    }
}
