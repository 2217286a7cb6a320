using System.Text;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Anthropic.Requests;

namespace RouterMaestro.Protocols.Tests.Anthropic;

public class AnthropicFactsTests
{
    private const string Messages = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

    [Fact]
    public void A_request_is_read()
    {
        const string body = """
            {"model":"anthropic/claude-x","max_tokens":1024,"stream":true,"system":[{"type":"text","text":"image"}],"tools":[{"name":"f"}],
             "thinking":{"type":"enabled","budget_tokens":1024},"output_config":{"format":{"type":"json_schema","schema":{}}},
             "messages":[{"role":"user","content":[{"type":"image","source":{}}]},{"role":"assistant","content":"a"},{"role":"user","content":"b"}]}
            """;
        var expected = new RequestFacts("anthropic/claude-x")
        {
            Stream = true,
            HasTools = true,
            HasImages = true,
            WantsReasoning = true,
            MentionsReasoning = true,
            WantsSchema = true,
            MessageCount = 3,
            MaxTokens = 1024,
            Size = body.Length,
        };
        Assert.Equal(expected, Read(body).Facts);
    }

    [Theory]
    [InlineData("""{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"@"}}""", true)]
    [InlineData("""{"type":"text","text":"@"}""", false)]
    public void A_file_makes_the_length_say_nothing(string block, bool expected)
    {
        var content = block.Replace("@", new string('A', 40_000), StringComparison.Ordinal);

        var facts = Read($$"""{"model":"m","max_tokens":1,"messages":[{"role":"user","content":[{{content}}]}]}""").Facts;

        Assert.Equal(expected, facts?.HasFiles);
    }

    [Theory]
    [InlineData("\"thinking\":{\"type\":\"adaptive\"}", true)]
    [InlineData("\"thinking\":{\"type\":\"disabled\"}", false)]
    [InlineData("\"output_config\":{\"effort\":\"low\"}", true)]
    [InlineData("\"output_config\":{\"effort\":null}", false)]
    public void A_request_for_reasoning_is_recognized(string members, bool expected) => Assert.Equal(expected, Facts(members)?.WantsReasoning);

    [Theory]
    [InlineData("\"output_config\":{\"effort\":\"low\"}", false)]
    [InlineData("\"output_format\":{\"type\":\"json_schema\"}", true)]
    public void A_request_for_a_schema_is_recognized(string members, bool expected) => Assert.Equal(expected, Facts(members)?.WantsSchema);

    [Fact]
    public void A_limit_of_no_tokens_fills_the_prompt_cache() => Assert.Equal(0, Facts("\"max_tokens\":0")?.MaxTokens);

    [Theory]
    [InlineData("max_tokens", "-1", "an integer of at least 0")]
    [InlineData("max_tokens", "true", "an integer of at least 0")]
    [InlineData("temperature", "\"0\"", "a number of at least 0")]
    [InlineData("top_k", "0.5", "an integer")]
    [InlineData("thinking", "\"enabled\"", "an object")]
    [InlineData("tools", "\"none\"", "an array")]
    [InlineData("stop_sequences", "\"x\"", "an array")]
    [InlineData("stream", "\"false\"", "a boolean")]
    public void Known_fields_of_the_wrong_type_or_sign_are_refused(string field, string value, string wanted)
    {
        var error = Read($"{{\"model\":\"m\",\"{field}\":{value},{Messages}}}").Error;
        Assert.Equal((400, field, $"'{field}' must be {wanted}"), (error?.Status, error?.Param, error?.Message));
    }

    private static RequestFacts? Facts(string members) => Read($"{{\"model\":\"m\",{members},{Messages}}}").Facts;

    private static FactsReading Read(string body) => AnthropicFacts.Read(Encoding.UTF8.GetBytes(body), RequestHints.None);
}
