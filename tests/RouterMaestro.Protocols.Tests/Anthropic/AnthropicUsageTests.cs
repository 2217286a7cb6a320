using System.Buffers;
using System.Text;
using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Anthropic.Wire;

namespace RouterMaestro.Protocols.Tests.Anthropic;

public class AnthropicUsageTests
{
    [Fact]
    public void Cache_figures_stand_beside_the_input() =>
        Assert.Equal(new TokenUsage(10, 300, 40, 53, 39) { ServiceTier = "standard" }, Read("""
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

    [Fact]
    public void Writes_of_an_hour_stand_apart_and_the_end_of_a_stream_keeps_them()
    {
        var start = Read("""
            {"input_tokens":3,"cache_creation_input_tokens":50,"cache_creation":{"ephemeral_5m_input_tokens":20,"ephemeral_1h_input_tokens":30},"output_tokens":1}
            """);

        Assert.Equal(new TokenUsage(3, 0, 20, 1, 0) { CacheWriteHour = 30 }, start);
        Assert.Equal(new TokenUsage(3, 0, 20, 9, 0) { CacheWriteHour = 30 }, Read("""{"cache_creation_input_tokens":50,"output_tokens":9}""", start));
    }

    [Fact]
    public void Writes_of_an_hour_are_written_and_read_back()
    {
        var usage = new TokenUsage(3, 5, 20, 9, 2) { CacheWriteHour = 30, ServiceTier = "priority" };
        var (first, last) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());
        AnthropicUsageWriter.WriteFirst(first, usage);
        AnthropicUsageWriter.WriteLast(last, usage);

        Assert.Equal(usage, AnthropicUsage.Read(first.WrittenSpan));
        Assert.Equal(usage with { ServiceTier = null }, AnthropicUsage.Read(last.WrittenSpan));
        Assert.DoesNotContain("cache_creation\":{", Encoding.UTF8.GetString(Written(usage with { CacheWriteHour = 0 })), StringComparison.Ordinal);

        static byte[] Written(TokenUsage usage)
        {
            var output = new ArrayBufferWriter<byte>();
            AnthropicUsageWriter.WriteFirst(output, usage);
            return output.WrittenSpan.ToArray();
        }
    }

    [Fact]
    public void The_tokens_of_an_advisor_stand_apart() =>
        Assert.Equal(new TokenUsage(10, 0, 0, 7, 0) { OtherModels = [new("claude-x", new TokenUsage(20, 0, 1, 5, 0) { CacheWriteHour = 2 })] }, Read("""
            {"input_tokens":10,"output_tokens":7,"iterations":[{"type":"message","input_tokens":4,"output_tokens":3},
             {"type":"advisor_message","model":"claude-x","input_tokens":20,"output_tokens":5,"cache_creation_input_tokens":3,"cache_creation":{"ephemeral_1h_input_tokens":2}},
             {"type":"message","input_tokens":6,"output_tokens":4}]}
            """));

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
