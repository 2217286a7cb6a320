using System.Text;
using System.Text.Json;
using RouterMaestro.Application.Translation;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Application.Tests.Translation;

public sealed class TranslateRequestTests
{
    private const string ChatRequest = """{"model":"m-1","messages":[{"role":"user","content":"Hi"}]""";

    public static IEnumerable<object[]> Pairs => Translator.PairsOfTwo;

    public static TheoryData<string> Protocols => Translator.Protocols;

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_request_says_the_same_in_every_other_protocol(string from, string to)
    {
        var translated = await Translator.SendAsync(Translator.Request(from, to, Bodies.Request(from)));

        Assert.Equal("application/json", translated.ContentType);
        Assert.Empty(translated.Losses.ToArray());
        var json = translated.Json();
        Assert.Equal("m-1", json.GetProperty("model").GetString());
        Assert.True(json.GetProperty("stream").GetBoolean());
        Assert.Equal(0.5, json.GetProperty("temperature").GetDouble());
        Assert.Equal(64, json.GetProperty(to == "responses" ? "max_output_tokens" : "max_tokens").GetInt32());
        Assert.All(["Be brief.", "Which colour?", "look_up", "Looks."], text => Assert.Contains(text, translated.Text(), StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task There_and_back_again_is_the_same_request(string from, string to)
    {
        var once = await Translator.SendAsync(Translator.Request(from, to, Bodies.Request(from)));
        var back = await Translator.SendAsync(Translator.Request(to, from, once.Text()));
        var again = await Translator.SendAsync(Translator.Request(from, to, back.Text()));

        Assert.Equal(once.Text(), again.Text());
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task The_same_protocol_is_the_same_bytes(string protocol)
    {
        var body = Bodies.Request(protocol).Replace("\"model\"", "\"a_new_field\": [1 , 2],  \"model\"", StringComparison.Ordinal);

        var translated = await Translator.SendAsync(Translator.Request(protocol, protocol, body));

        Assert.Equal(body, translated.Text());
        Assert.True(translated.Losses.IsEmpty);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task The_same_protocol_with_a_model_differs_in_the_model_alone(string protocol)
    {
        var body = Bodies.Request(protocol);

        var replaced = await Translator.SendAsync(Translator.Request(protocol, protocol, body) with { Model = "other/\"m\"" });
        var added = await Translator.SendAsync(
            Translator.Request(protocol, protocol, body.Replace("\"model\":\"m-1\",", "", StringComparison.Ordinal)) with { Model = "m-1" });

        Assert.Equal(body.Replace("\"m-1\"", "\"other/\\\"m\\\"\"", StringComparison.Ordinal), replaced.Text());
        Assert.Equal(body, added.Text());
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_model_that_is_given_is_written_as_it_is_given(string from, string to)
    {
        var body = Bodies.Request(from).Replace("\"model\":\"m-1\",", "", StringComparison.Ordinal);

        var translated = await Translator.SendAsync(Translator.Request(from, to, body) with { Model = "lab/m-2" });

        Assert.Equal("lab/m-2", translated.Json().GetProperty("model").GetString());
    }

    [Fact]
    public async Task What_the_other_protocol_cannot_express_is_listed()
    {
        var translated = await Translator.SendAsync(Translator.Request("chat", "messages", ChatRequest + ""","seed":7,"logit_bias":{"1":2}}"""));

        Assert.Equal(["logit_bias", "seed"], translated.Losses.Order(StringComparer.Ordinal));
        Assert.DoesNotContain("seed", translated.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_of_tools_are_fitted_to_the_protocol()
    {
        var body = ChatRequest + ""","tools":[{"type":"function","function":{"name":"weather.get","parameters":{"type":"object"}}}]}""";

        var translated = await Translator.SendAsync(Translator.Request("chat", "messages", body));

        Assert.Matches("^weather_get_[0-9a-f]{8}$", translated.Json().GetProperty("tools")[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task Limits_and_reasoning_of_the_model_apply_where_they_are_given()
    {
        var request = Translator.Request("chat", "messages", ChatRequest + ""","max_tokens":9000}""");

        var plain = (await Translator.SendAsync(request)).Json();
        var fitted = (await Translator.SendAsync(request with
        {
            Model = "claude-sonnet-4-5",
            Limits = new ModelLimits(MaxOutputTokens: 4096),
            Reasoning = new ReasoningDefaults(2048, IsAutomatic: true),
        })).Json();

        Assert.Equal(9000, plain.GetProperty("max_tokens").GetInt32());
        Assert.False(plain.TryGetProperty("thinking", out _));
        Assert.Equal(4096, fitted.GetProperty("max_tokens").GetInt32());
        Assert.Equal(2048, fitted.GetProperty("thinking").GetProperty("budget_tokens").GetInt32());
    }

    [Theory]
    [InlineData("", null, "the body is empty")]
    [InlineData("[]", null, "the body must be a JSON object")]
    [InlineData("{\"model\":\"m\",\n \"messages\":[", null, "not valid JSON: see line 2")]
    [InlineData("""{"messages":[{"role":"user","content":"Hi"}]}""", "model", "'model' must be a non-empty string")]
    [InlineData("""{"model":"m","messages":[]}""", "messages", "non-empty array")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"Hi"}],"temperature":"hot"}""", "temperature", "temperature")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":5}]}""", "messages.0.content", "content")]
    public async Task A_bad_body_is_an_error_that_says_where(string body, string? param, string message)
    {
        var error = await Translator.ErrorOfAsync(Translator.Request("chat", "messages", body));

        Assert.Equal((RouterErrorKind.InvalidRequest, 400, param), (error.Kind, error.Status, error.Param));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_provider_stores_cannot_be_translated()
    {
        var error = await Translator.ErrorOfAsync(Translator.Request("responses", "chat", """{"model":"m","input":"Hi","previous_response_id":"resp_1"}"""));

        Assert.Equal("previous_response_id", error.Param);
    }

    [Fact]
    public async Task A_body_above_the_limit_is_refused()
    {
        var request = new TranslateRequest(WireProtocol.OpenAIChat, WireProtocol.AnthropicMessages, new byte[TranslateRequest.MaxBytes + 1]);

        var error = await Translator.ErrorOfAsync(request);

        Assert.Equal((RouterErrorKind.TooLarge, 413, "body"), (error.Kind, error.Status, error.Param));
        Assert.Contains("32 MiB", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Members_out_of_their_limits_are_refused()
    {
        var request = Translator.Request("chat", "messages", ChatRequest + "}");

        var from = await Translator.ErrorOfAsync(request with { From = null! });
        var to = await Translator.ErrorOfAsync(request with { To = null! });
        var model = await Translator.ErrorOfAsync(request with { Model = " " });
        var limits = await Translator.ErrorOfAsync(request with { Limits = new ModelLimits(MaxOutputTokens: 0) });
        var noLimits = await Translator.ErrorOfAsync(request with { Limits = null! });

        Assert.Equal(("from", "'from' must be one of chat, responses, messages"), (from.Param, from.Message));
        Assert.Equal("to", to.Param);
        Assert.Equal(("model", "limits", "limits"), (model.Param, limits.Param, noLimits.Param));
    }

    [Fact]
    public async Task Text_of_every_script_arrives_unharmed()
    {
        var body = JsonSerializer.Serialize(new { model = "m", messages = new[] { new { role = "user", content = "Ünï “q” \u0000 😀" } } });

        var translated = await Translator.SendAsync(Translator.Request("chat", "messages", body));

        Assert.Contains("Ünï “q” \u0000 😀", Text(translated.Json().GetProperty("messages")[0].GetProperty("content")), StringComparison.Ordinal);
        Assert.Equal(translated.Body.ToArray(), Encoding.UTF8.GetBytes(translated.Text()));
    }

    private static string Text(JsonElement content) =>
        content.ValueKind == JsonValueKind.String ? content.GetString()! : content[0].GetProperty("text").GetString()!;
}
