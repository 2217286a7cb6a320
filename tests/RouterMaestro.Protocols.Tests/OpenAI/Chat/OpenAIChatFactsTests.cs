using System.Text;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.OpenAI.Chat.Requests;

namespace RouterMaestro.Protocols.Tests.OpenAI.Chat;

public class OpenAIChatFactsTests
{
    private const string Messages = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

    [Fact]
    public void A_plain_request_has_plain_facts()
    {
        const string body = "{\"model\":\"openai/gpt-x\"," + Messages + "}";
        Assert.Equal(new RequestFacts("openai/gpt-x") { MessageCount = 1, Size = body.Length }, Read(body).Facts);
    }

    [Theory]
    [InlineData("\"stream\":true,\"stream_options\":{\"include_usage\":true}", true, true)]
    [InlineData("\"stream\":true,\"stream_options\":{\"include_usage\":false}", true, false)]
    [InlineData("\"stream\":true,\"stream_options\":{\"include_usage\":null}", true, false)]
    [InlineData("\"stream\":false,\"stream_options\":null", false, false)]
    [InlineData("\"stream\":null", false, false)]
    [InlineData("\"str\\u0065am\":true", true, false)]
    public void Stream_and_include_usage_are_read(string members, bool stream, bool usage)
    {
        var facts = Facts(members);
        Assert.Equal((stream, usage), (facts.Stream, facts.WantsUsage));
    }

    [Theory]
    [InlineData("\"tools\":[{\"type\":\"function\"}]", true)]
    [InlineData("\"functions\":[{\"name\":\"f\"}]", true)]
    [InlineData("\"tools\":[ ]", false)]
    [InlineData("\"tools\":null", false)]
    public void HasTools_is_set_if_there_are_tools(string members, bool expected) => Assert.Equal(expected, Facts(members).HasTools);

    [Theory]
    [InlineData("\"reasoning_effort\":\"low\"", true)]
    [InlineData("\"reasoning_effort\":\"none\"", false)]
    [InlineData("\"reasoning_effort\":null", false)]
    [InlineData("\"reasoning\":{\"effort\":\"high\"}", true)]
    [InlineData("\"reasoning\":{\"enabled\":false}", false)]
    [InlineData("\"reasoning\":{\"effort\":\"none\"}", false)]
    [InlineData("\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2000}", true)]
    [InlineData("\"thinking\":{\"type\":\"disabled\"}", false)]
    [InlineData("\"thinking\":true", true)]
    [InlineData("\"thinking\":false", false)]
    public void WantsReasoning_is_read(string members, bool expected) => Assert.Equal(expected, Facts(members).WantsReasoning);

    [Theory]
    [InlineData("\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"x\",\"schema\":{}}}", true)]
    [InlineData("\"response_format\":{\"type\":\"json_object\"}", false)]
    [InlineData("\"response_format\":{\"json_schema\":{\"type\":\"json_schema\"}}", false)]
    public void WantsSchema_is_read(string members, bool expected) => Assert.Equal(expected, Facts(members).WantsSchema);

    [Theory]
    [InlineData("\"max_tokens\":100", 100L)]
    [InlineData("\"max_tokens\":1e3", 1000L)]
    [InlineData("\"max_tokens\":100,\"max_completion_tokens\":200", 200L)]
    [InlineData("\"max_tokens\":100,\"max_completion_tokens\":null", 100L)]
    [InlineData("\"max_tokens\":null", null)]
    public void The_token_limit_is_read(string members, long? expected) => Assert.Equal(expected, Facts(members).MaxTokens);

    [Theory]
    [InlineData("[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"image_url\",\"image_url\":{\"url\":\"x\"}}]}]", true)]
    [InlineData("[{\"content\":[{\"type\":\"tool_result\",\"content\":[{\"type\":\"image\"}]}]}]", true)]
    [InlineData("[{\"role\":\"user\",\"content\":\"a \\\"image_url\\\" in a text\"}]", false)]
    [InlineData("[{\"role\":\"assistant\",\"tool_calls\":[{\"type\":\"image\"}]}]", false)]
    [InlineData("[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"image\",\"kind\":\"image\"}]}]", false)]
    [InlineData("[{\"type\":\"image\",\"content\":[{\"x\":{\"type\":\"image\"}}]}]", false)]
    [InlineData("[{\"content\":[{\"type\":\"image\"}]", null)]
    [InlineData("[{\"content\":[{bad:\"image\"}]}]", false)]
    public void Images_are_found_in_content_blocks(string messages, bool? expected) =>
        Assert.Equal(expected, Read($"{{\"model\":\"m\",\"messages\":{messages}}}").Facts?.HasImages);

    [Theory]
    [InlineData("[{},{},{}]", 3)]
    [InlineData("[{\"content\":[{},{\"a\":[]}]},{\"tool_calls\":[{}]}]", 2)]
    [InlineData("[\"no object\"]", 1)]
    public void Messages_are_counted(string messages, int expected) =>
        Assert.Equal(expected, Read($"{{\"model\":\"m\",\"messages\":{messages}}}").Facts?.MessageCount);

    [Theory]
    [InlineData("\"gpt\\u002d4o\"", "gpt-4o")]
    [InlineData("\"caf\\u00e9/\\\"x\\\\\"", "café/\"x\\")]
    [InlineData("\"é\"", "é")]
    [InlineData("\"\\ud800x\"", "\uFFFDx")]
    public void The_model_is_decoded(string quoted, string expected) =>
        Assert.Equal(expected, Read($"{{{Messages},\"model\":{quoted}}}").Facts?.Model);

    [Fact]
    public void Hints_override_the_body()
    {
        var reading = OpenAIChatFacts.Read(Encoding.UTF8.GetBytes($"{{{Messages},\"stream\":false}}"), new RequestHints("from-path", true));
        Assert.Equal(("from-path", true), (reading.Facts?.Model, reading.Facts?.Stream));
    }

    [Theory]
    [InlineData("{\"model\":\"m\"}", "messages", "'messages' must be a non-empty array")]
    [InlineData("{\"model\":\"m\",\"messages\":[]}", "messages", "'messages' must be a non-empty array")]
    [InlineData("{\"model\":\"m\",\"messages\":[ \n ]}", "messages", "'messages' must be a non-empty array")]
    [InlineData("{\"model\":\"m\",\"messages\":{\"a\":[]}}", "messages", "'messages' must be a non-empty array")]
    [InlineData("{\"model\":\"m\",\"messages\":null}", "messages", "'messages' must be a non-empty array")]
    [InlineData("{" + Messages + "}", "model", "'model' must be a non-empty string")]
    [InlineData("{\"model\":\"\"," + Messages + "}", "model", "'model' must be a non-empty string")]
    [InlineData("{\"model\":null," + Messages + "}", "model", "'model' must be a non-empty string")]
    [InlineData("{\"model\":[\"m\"]," + Messages + "}", "model", "'model' must be a non-empty string")]
    [InlineData("{\"model\":\"m\",\"model\":\"m\"," + Messages + "}", "model", "'model' is given twice")]
    [InlineData("{\"model\":\"m\"," + Messages + ",\"\\u006dodel\":\"n\"}", "model", "'model' is given twice")]
    [InlineData("{\"model\":null," + Messages + ",\"model\":\"n\"}", "model", "'model' is given twice")]
    [InlineData("{\"model\":\"m\",\"stream\":true,\"stream\":true," + Messages + "}", "stream", "'stream' is given twice")]
    [InlineData("[]", null, "the body must be a JSON object")]
    [InlineData(" ", null, "the body is empty: it must be a JSON object")]
    [InlineData("{\"model\":\"m\"," + Messages, null, "the body is not valid JSON")]
    [InlineData("{\"model\":\"m\"\n,,}", null, "the body is not valid JSON: see line 2, byte 2")]
    [InlineData("{\"model\":\"m\"," + Messages + "}{}", null, "the body is not valid JSON")]
    public void Invalid_requests_are_refused_before_routing(string body, string? param, string message) => AssertRefused(body, param, message);

    [Theory]
    [InlineData("stream", "1", "a boolean")]
    [InlineData("stream", "\"true\"", "a boolean")]
    [InlineData("temperature", "\"hot\"", "a number")]
    [InlineData("temperature", "-1", "a number of at least 0")]
    [InlineData("top_p", "true", "a number")]
    [InlineData("max_tokens", "0", "a positive integer")]
    [InlineData("max_tokens", "-5", "a positive integer")]
    [InlineData("max_tokens", "1.5", "a positive integer")]
    [InlineData("max_tokens", "\"10\"", "a positive integer")]
    [InlineData("max_completion_tokens", "[]", "a positive integer")]
    [InlineData("n", "0", "a positive integer")]
    [InlineData("presence_penalty", "{}", "a number")]
    [InlineData("frequency_penalty", "\"1\"", "a number")]
    [InlineData("tools", "{}", "an array")]
    [InlineData("response_format", "\"json\"", "an object")]
    [InlineData("stream_options", "[]", "an object")]
    [InlineData("stream_options.include_usage", "\"yes\"", "a boolean")]
    [InlineData("parallel_tool_calls", "0", "a boolean")]
    [InlineData("seed", "0.5", "an integer")]
    [InlineData("user", "{}", "a string")]
    public void Known_fields_of_the_wrong_type_or_sign_are_refused(string field, string value, string wanted)
    {
        var member = field.Split('.') is [var outer, var inner] ? $"\"{outer}\":{{\"{inner}\":{value}}}" : $"\"{field}\":{value}";
        AssertRefused($"{{\"model\":\"m\",{member},{Messages}}}", field, $"'{field}' must be {wanted}");
    }

    [Theory]
    [InlineData("\"temperature\":17.5,\"top_p\":9,\"n\":1000,\"presence_penalty\":-99,\"top_k\":-1,\"temperature\":-0.0")]
    [InlineData("\"max_tokens\":123456789012345678901234567890")]
    [InlineData("\"unknown\":{\"stream\":1},\"unknown\":[],\"user\":\"a\",\"user\":\"b\"")]
    [InlineData("\"stop\":3,\"tool_choice\":false,\"max_tokens\":null,\"temperature\":null,\"tools\":null,\"response_format\":null,\"n\":null")]
    [InlineData("\"x\":{\"nested\":tru, 'bad'}")]
    public void Values_that_the_provider_validates_are_accepted(string members) => Assert.NotNull(Facts(members));

    [Fact]
    public void A_body_nested_too_deeply_is_refused()
    {
        var deep = new string('[', 256) + new string(']', 256);
        AssertRefused($"{{\"model\":\"m\",\"x\":{deep},{Messages}}}", null, "the body is nested deeper than 256 levels");
    }

    [Fact]
    public void Reading_allocates_nothing_but_the_facts_and_the_models_name()
    {
        var body = Encoding.UTF8.GetBytes($"{{\"model\":\"m\",\"tools\":[{{}}],\"stream\":true,\"stream_options\":{{\"include_usage\":true}},{Messages}}}");
        OpenAIChatFacts.Read(body, RequestHints.None);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.NotNull(OpenAIChatFacts.Read(body, RequestHints.None).Facts);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 200);
    }

    private static RequestFacts Facts(string members)
    {
        var reading = Read($"{{\"model\":\"m\",{members},{Messages}}}");
        Assert.Null(reading.Error);
        return reading.Facts!;
    }

    private static void AssertRefused(string body, string? param, string message)
    {
        var error = Read(body).Error;
        Assert.NotNull(error);
        Assert.Equal((RouterErrorKind.InvalidRequest, 400, param), (error.Kind, error.Status, error.Param));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    private static FactsReading Read(string body) => OpenAIChatFacts.Read(Encoding.UTF8.GetBytes(body), RequestHints.None);
}
