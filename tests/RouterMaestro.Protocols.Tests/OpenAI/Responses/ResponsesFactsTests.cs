using System.Text;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.OpenAI.Responses.Requests;

namespace RouterMaestro.Protocols.Tests.OpenAI.Responses;

public class ResponsesFactsTests
{
    [Fact]
    public void A_plain_request_has_plain_facts()
    {
        const string body = """{"model":"openai/gpt-x","input":"hi"}""";
        Assert.Equal(new RequestFacts("openai/gpt-x") { MessageCount = 1, Size = body.Length, WantsUsage = true }, Read(body).Facts! with { WantsUsage = true });
    }

    [Fact]
    public void A_rich_request_has_rich_facts()
    {
        var facts = Facts("""
            "stream":true,"max_output_tokens":100,"tools":[{"type":"custom","name":"x"}],"reasoning":{"effort":"high"},"text":{"format":{"type":"json_schema","name":"n","schema":{}}},
            "input":[{"role":"user","content":[{"type":"input_image","image_url":"https://x/y.png"}]},{"role":"user","content":"b"}]
            """);
        Assert.Equal((true, true, true, true, true), (facts.Stream, facts.HasTools, facts.HasImages, facts.WantsReasoning, facts.WantsSchema));
        Assert.Equal((2, 100L), (facts.MessageCount, facts.MaxTokens));
    }

    [Theory]
    [InlineData("\"reasoning\":{\"effort\":\"none\"},\"input\":\"hi\"", false)]
    [InlineData("\"reasoning\":null,\"input\":\"hi\"", false)]
    [InlineData("\"reasoning\":{\"effort\":\"minimal\"},\"input\":\"hi\"", true)]
    public void A_request_for_reasoning_is_recognized(string members, bool expected) => Assert.Equal(expected, Facts(members).WantsReasoning);

    [Theory]
    [InlineData("\"previous_response_id\":\"resp_1\"")]
    [InlineData("\"prompt\":{\"id\":\"p\"}")]
    [InlineData("\"input\":\"\"")]
    [InlineData("\"input\":\"hi\",\"tools\":null,\"temperature\":null,\"x\":[{}]")]
    public void Stored_input_empty_input_nulls_and_unknown_members_are_accepted(string members) => Assert.NotNull(Facts(members));

    [Theory]
    [InlineData("\"input\":[{\"type\":\"reasoning\",\"summary\":[],\"encrypted_content\":\"rm1:messages:abc\"}]", true)]
    [InlineData("\"input\":[{\"type\":\"reasoning\",\"summary\":[],\"encrypted_content\":\"gAAAA\"}]", false)]
    [InlineData("\"input\":\"say \\\"rm1:messages:abc\\\"\"", false)]
    public void Signatures_of_other_protocols_are_recognized(string members, bool expected) => Assert.Equal(expected, Facts(members).HasForeignReasoning);

    [Theory]
    [InlineData("""{"model":"m"}""", "input")]
    [InlineData("""{"model":"m","input":null}""", "input")]
    [InlineData("""{"model":"m","input":[]}""", "input")]
    [InlineData("""{"model":"m","input":{}}""", "input")]
    [InlineData("""{"model":"","input":"hi"}""", "model")]
    [InlineData("""{"input":"hi"}""", "model")]
    [InlineData("""{"model":"m","mod\u0065l":"n","input":"hi"}""", "model")]
    [InlineData("""{"model":"m","stream":true,"stream":true,"input":"hi"}""", "stream")]
    [InlineData("""{"model":"m","stream":1,"input":"hi"}""", "stream")]
    [InlineData("""{"model":"m","max_output_tokens":"5","input":"hi"}""", "max_output_tokens")]
    [InlineData("""{"model":"m","max_output_tokens":-5,"input":"hi"}""", "max_output_tokens")]
    [InlineData("""{"model":"m","temperature":[],"input":"hi"}""", "temperature")]
    [InlineData("""{"model":"m","input":"hi"}}""", null)]
    [InlineData("""{"model":"m","input":"hi" """, null)]
    [InlineData("""[]""", null)]
    public void A_bad_body_is_refused(string body, string? param)
    {
        var error = Read(body).Error;
        Assert.NotNull(error);
        Assert.Equal((RouterErrorKind.InvalidRequest, 400, param), (error.Kind, error.Status, error.Param));
    }

    private static RequestFacts Facts(string members)
    {
        var reading = Read($"{{\"model\":\"m\",{members}}}");
        Assert.Null(reading.Error);
        return reading.Facts!;
    }

    private static FactsReading Read(string body) => ResponsesFacts.Read(Encoding.UTF8.GetBytes(body), RequestHints.None);
}
