using System.Text.Json;
using RouterMaestro.Testing.Copilot;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Tests.Copilot;

/// <summary>What Copilot refuses in requests for an answer.</summary>
public sealed class RefusalTests : CopilotTest
{
    private const string Image = """{"type":"image_url","image_url":{"url":"data:image/png;base64,AA=="}}""";
    private const string Block = """{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AA=="}}""";

    [Theory]
    [InlineData("user", """{"role":"user","content":"x"}""", true)]
    [InlineData("agent", """{"role":"user","content":"x"}""", false)]
    [InlineData("agent", """{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c","content":"x"}""", true)]
    [InlineData("user", """{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c","content":"x"}""", false)]
    [InlineData("user", """{"role":"user","content":"x"},{"role":"assistant","content":"y"},{"role":"user","content":"z"}""", true)]
    [InlineData("agent", """{"role":"user","content":"x"},{"role":"assistant","content":"y"}""", true)]
    [InlineData("user", """{"role":"user","content":"x"},{"role":"assistant","content":"y"}""", false)]
    [InlineData("user", """{"role":"user","content":"x"},{"role":"system","content":"y"}""", true)]
    [InlineData("robot", """{"role":"user","content":"x"}""", false)]
    public async Task Chat_wants_an_honest_initiator(string initiator, string messages, bool isFine) => await CheckAsync(
        Call(CopilotModel.Chat, $$"""{"model":"gpt-4o","messages":[{{messages}}]}""", initiator), isFine, "X-Initiator");

    [Theory]
    [InlineData("user", "\"x\"", true)]
    [InlineData("agent", "\"x\"", false)]
    [InlineData("user", """[{"role":"user","content":"x"}]""", true)]
    [InlineData("agent", """[{"type":"function_call","call_id":"c","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"c","output":"x"}]""", true)]
    [InlineData("user", """[{"type":"function_call","call_id":"c","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"c","output":"x"}]""", false)]
    [InlineData("agent", """[{"role":"user","content":"x"},{"role":"assistant","content":[{"type":"output_text","text":"y"}]}]""", true)]
    public async Task Responses_wants_an_honest_initiator(string initiator, string input, bool isFine) => await CheckAsync(
        Call(CopilotModel.Responses, AskResponses(input: input), initiator), isFine, "X-Initiator");

    [Theory]
    [InlineData("user", """{"role":"user","content":[{"type":"text","text":"x"}]}""", true)]
    [InlineData("agent", """{"role":"user","content":[{"type":"text","text":"x"}]}""", false)]
    [InlineData("agent", """{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"f","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"x"}]}""", true)]
    [InlineData("user", """{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"f","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"x"}]}""", false)]
    [InlineData("user", """{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"f","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"x"},{"type":"text","text":"y"}]}""", true)]
    public async Task Messages_wants_an_honest_initiator(string initiator, string messages, bool isFine) => await CheckAsync(
        Call(CopilotModel.Messages, $$"""{"model":"claude-sonnet-4.6","max_tokens":9,"messages":[{{messages}}]}""", initiator), isFine, "X-Initiator");

    [Theory]
    [InlineData("/chat/completions", $$"""{"model":"gpt-4o","messages":[{"role":"user","content":[{{Image}}]}]}""", "user")]
    [InlineData("/chat/completions", $$$"""{"model":"gpt-4o","messages":[{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c","content":[{{{Image}}}]}]}""", "agent")]
    [InlineData("/responses", """{"model":"gpt-5.5","input":[{"role":"user","content":[{"type":"input_image","image_url":"data:image/png;base64,AA=="}]}]}""", "user")]
    [InlineData("/responses", """{"model":"gpt-5.5","input":[{"type":"function_call","call_id":"c","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"c","output":[{"type":"input_image","image_url":"data:image/png;base64,AA=="}]}]}""", "agent")]
    [InlineData("/v1/messages", $$"""{"model":"claude-sonnet-4.6","max_tokens":9,"messages":[{"role":"user","content":[{{Block}}]}]}""", "user")]
    [InlineData("/v1/messages", $$$"""{"model":"claude-sonnet-4.6","max_tokens":9,"messages":[{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"f","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":[{{{Block}}}]}]}]}""", "agent")]
    public async Task Images_must_be_announced_wherever_they_sit(string path, string body, string initiator)
    {
        await CheckAsync(Call(path, body, initiator), false, "missing required Copilot-Vision-Request header for vision requests");
        var announced = Call(path, body, initiator);
        announced.Headers.Add("Copilot-Vision-Request", "true");
        await CheckAsync(announced, true, "");
    }

    [Theory]
    [InlineData("/chat/completions", """{"model":"gpt-4o","messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("/responses", """{"model":"gpt-5.5","input":"image_url"}""")]
    [InlineData("/v1/messages", """{"model":"claude-sonnet-4.6","max_tokens":9,"messages":[{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"f","input":{"type":"image"}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"x"}]}]}""")]
    public async Task No_images_must_not_be_announced(string path, string body)
    {
        var message = Call(path, body, path == CopilotModel.Messages ? "agent" : "user");
        message.Headers.Add("Copilot-Vision-Request", "true");
        await CheckAsync(message, false, "Copilot-Vision-Request");
    }

    [Theory]
    [InlineData("/chat/completions", "gpt-5.5")]
    [InlineData("/chat/completions", "text-embedding-3-small")]
    [InlineData("/chat/completions", "gpt-41-copilot")]
    [InlineData("/responses", "gpt-4o")]
    [InlineData("/v1/messages", "gpt-5.4")]
    [InlineData("/embeddings", "gpt-4o")]
    public async Task A_model_is_refused_where_it_is_not_served(string path, string model)
    {
        var (status, text, response) = await SendAsync(Call(path, Ask(model, ",\"max_tokens\":5,\"input\":[\"x\"]")));
        var error = JsonDocument.Parse(text).RootElement.GetProperty("error");
        Assert.Equal((400, "unsupported_api_for_model", "text/plain"), (status, error.GetProperty("code").GetString(), response.Content.Headers.ContentType?.MediaType));
        Assert.Equal($"model \"{model}\" is not accessible via the {path} endpoint", error.GetProperty("message").GetString());
    }

    [Fact]
    public async Task A_model_is_refused_when_it_is_unknown_or_disabled()
    {
        await CheckAsync(Call(CopilotModel.Chat, Ask("gpt-99")), false, "model_not_supported");
        Copilot.Models = [new CopilotModel("gpt-4o") { IsPolicyEnabled = false }];
        await CheckAsync(Call(CopilotModel.Chat, Ask("gpt-4o")), false, "model_not_supported");
    }

    [Theory]
    [InlineData("gpt-5.4", ",\"max_tokens\":5", "Use 'max_completion_tokens' instead")]
    [InlineData("o3", ",\"max_tokens\":5", "Use 'max_completion_tokens' instead")]
    [InlineData("gpt-4o", ",\"max_tokens\":5", null)]
    [InlineData("gpt-5.4", ",\"max_completion_tokens\":5", null)]
    [InlineData("gpt-5.4", ",\"stop\":[\"x\"]", "'stop' is not supported")]
    [InlineData("gpt-4o", ",\"stop\":[\"x\"]", null)]
    [InlineData("gpt-4o", ",\"thinking_budget\":2000", "invalid_thinking_budget")]
    [InlineData("o3", ",\"thinking_budget\":2000", "invalid_thinking_budget")]
    [InlineData("claude-sonnet-4.6", ",\"thinking_budget\":2000", null)]
    [InlineData("gpt-4o", ",\"reasoning_effort\":\"low\"", "model gpt-4o does not support reasoning effort")]
    [InlineData("gpt-5.4", ",\"reasoning_effort\":\"max\"", "supported values: [low medium high xhigh]")]
    [InlineData("gpt-5.4", ",\"reasoning_effort\":\"xhigh\"", null)]
    [InlineData("gemini-2.5-pro", ",\"reasoning_effort\":\"any\"", null)]
    [InlineData("gpt-4o", ",\"messages\":[]", "empty array")]
    public async Task Chat_bodies(string model, string more, string? refusal)
    {
        Copilot.Models = [.. Copilot.Models, new CopilotModel("o3")];
        await CheckAsync(Call(CopilotModel.Chat, Ask(model, more)), refusal is null, refusal ?? "");
    }

    [Theory]
    [InlineData(",\"temperature\":1", "'temperature' is not supported")]
    [InlineData(",\"top_p\":0.5", null)]
    [InlineData(",\"store\":true", "store is not supported")]
    [InlineData(",\"store\":false", null)]
    [InlineData(",\"thinking_budget\":2000", "invalid_thinking_budget")]
    [InlineData(",\"reasoning\":{\"effort\":\"minimal\"}", "invalid_reasoning_effort")]
    [InlineData(",\"reasoning\":{\"effort\":\"none\"}", null)]
    [InlineData(",\"tools\":[{\"type\":\"web_search_preview\"}]", "The requested tool web_search_preview is not supported.")]
    [InlineData(",\"tools\":[{\"type\":\"image_generation\"}]", null)]
    [InlineData(",\"tools\":[{\"type\":\"namespace\",\"name\":\"n\",\"tools\":[{\"type\":\"function\",\"name\":\"f\"}]}]", "tools[0].description")]
    [InlineData(",\"tools\":[{\"type\":\"namespace\",\"name\":\"n\",\"description\":\"d\",\"tools\":[]}]", "tools[0].tools")]
    [InlineData(",\"tools\":[{\"type\":\"namespace\",\"name\":\"n\",\"description\":\"d\",\"tools\":[{\"type\":\"namespace\",\"name\":\"m\",\"description\":\" \"}]}]", "tools[0].tools[0].description")]
    [InlineData(",\"max_output_tokens\":5", "max_output_tokens")]
    public async Task Responses_bodies(string more, string? refusal) =>
        await CheckAsync(Call(CopilotModel.Responses, AskResponses(more)), refusal is null, refusal ?? "");

    [Fact]
    public async Task Tools_in_the_input_are_checked_too_and_the_list_can_be_set()
    {
        const string Input = """[{"role":"user","content":"x"},{"type":"additional_tools","tools":[{"type":"namespace","name":"n","description":"","tools":[{"type":"function","name":"f"}]}],"role":"user"}]""";
        await CheckAsync(Call(CopilotModel.Responses, AskResponses(input: Input)), false, "input[1].tools[0].description");
        Copilot.RefusedTools = [];
        await CheckAsync(Call(CopilotModel.Responses, AskResponses(",\"tools\":[{\"type\":\"web_search\"}]")), true, "");
    }

    [Theory]
    [InlineData(",\"temperature\":1,\"top_p\":0.5", "cannot both be specified")]
    [InlineData(",\"temperature\":1", null)]
    [InlineData(",\"output_config\":{\"task_budget\":{\"tokens\":5}}", "output_config.task_budget")]
    [InlineData(",\"output_config\":{\"effort\":\"max\"}", "output_config.effort \\\"max\\\" is not supported")]
    [InlineData(",\"output_config\":{\"effort\":\"low\"}", null)]
    [InlineData(",\"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"web_search\"}]", "web search tool is not supported")]
    [InlineData(",\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024}", "`max_tokens` must be greater")]
    [InlineData(",\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":10}", "greater than or equal to 1024")]
    [InlineData(",\"thinking\":{\"type\":\"enabled\"}", "Field required")]
    [InlineData(",\"thinking\":{\"type\":\"adaptive\"}", null)]
    [InlineData(",\"messages\":[]", "at least one message")]
    public async Task Messages_bodies(string more, string? refusal) =>
        await CheckAsync(Call(CopilotModel.Messages, AskClaude(more)), refusal is null, refusal ?? "");

    [Fact]
    public async Task Messages_headers_and_models_without_effort()
    {
        var version = Call(CopilotModel.Messages, AskClaude());
        version.Headers.Remove("anthropic-version");
        version.Headers.Add("anthropic-version", "2024-01-01");
        await CheckAsync(version, false, "anthropic-version");
        var beta = Call(CopilotModel.Messages, AskClaude());
        beta.Headers.TryAddWithoutValidation("anthropic-beta", "fine-grained-tool-streaming-2025-05-14, context-1m-2025-08-07");
        await CheckAsync(beta, false, "unsupported beta header(s): context-1m-2025-08-07\"");
        await CheckAsync(Call(CopilotModel.Messages, Ask("claude-haiku-4.5", ",\"max_tokens\":64,\"thinking\":{\"type\":\"adaptive\"}")), false, "adaptive thinking");
        await CheckAsync(Call(CopilotModel.Messages, Ask("claude-haiku-4.5", ",\"max_tokens\":4000,\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2000}")), true, "");
        Copilot.Models = [.. Copilot.Models, new CopilotModel("claude-3") { Endpoints = [CopilotModel.Messages] }];
        await CheckAsync(Call(CopilotModel.Messages, Ask("claude-3", ",\"max_tokens\":4000,\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2000}")), false, "thinking is not supported");
        await CheckAsync(Call(CopilotModel.Messages, Ask("claude-3", ",\"max_tokens\":4000,\"thinking\":{\"type\":\"disabled\"}")), true, "");
        var count = await JsonAsync(Call("/v1/messages/count_tokens", Ask("claude-haiku-4.5")));
        Assert.True(count.GetProperty("input_tokens").GetInt32() > 0);
    }

    [Fact]
    public async Task Signatures_are_checked_when_asked_so()
    {
        string Thinking(string block) => $$"""{"model":"claude-sonnet-4.6","max_tokens":9,"messages":[{"role":"assistant","content":[{{block}},{"type":"text","text":"y"}]},{"role":"user","content":"x"}]}""";
        const string Own = """{"type":"thinking","thinking":"t","signature":"b3du"}""";
        await CheckAsync(Call(CopilotModel.Messages, Thinking(Own)), true, "");
        Copilot.ChecksSignatures = true;
        await CheckAsync(Call(CopilotModel.Messages, Thinking(Own)), false, "messages.0.content.0: Invalid `signature` in `thinking` block");
        await CheckAsync(Call(CopilotModel.Messages, Thinking("""{"type":"redacted_thinking","data":"ZGF0YQ=="}""")), false, "redacted_thinking");

        Copilot.Enqueue(SimulatedResponse.Empty.WithReasoning("t", "b3du").WithRedactedReasoning("ZGF0YQ==").WithText("y"));
        await SendAsync(Call(CopilotModel.Messages, AskClaude()));
        await CheckAsync(Call(CopilotModel.Messages, Thinking(Own)), true, "");
        await CheckAsync(Call(CopilotModel.Messages, Thinking("""{"type":"redacted_thinking","data":"ZGF0YQ=="}""")), true, "");
        Copilot.Enqueue(CopilotStep.InvalidSignature());
        await CheckAsync(Call(CopilotModel.Messages, AskClaude()), false, "Invalid `signature` in `thinking` block");
    }

    [Theory]
    [InlineData(CopilotQuirks.None)]
    [InlineData(CopilotQuirks.RotatingIds)]
    public async Task Encrypted_reasoning_is_bound_to_its_id_when_asked_so(CopilotQuirks quirks)
    {
        Copilot.ChecksEncryptedReasoning = true;
        Copilot.Enqueue(SimulatedResponse.Empty.WithReasoning("t", "ZW5j").WithText("y").WithQuirks(quirks));
        var events = await EventsAsync(CopilotModel.Responses, AskResponses(",\"stream\":true,\"include\":[\"reasoning.encrypted_content\"]"));
        var item = events.First(e => e.GetProperty("type").GetString() == "response.output_item.done").GetProperty("item");
        string Next(string id) => AskResponses(input: $$"""[{"type":"reasoning","id":"{{id}}","summary":[],"encrypted_content":"ZW5j"},{"role":"assistant","content":[{"type":"output_text","text":"y"}]},{"role":"user","content":"x"}]""");

        await CheckAsync(Call(CopilotModel.Responses, Next(item.GetProperty("id").GetString()!)), true, "");
        await CheckAsync(Call(CopilotModel.Responses, Next("rs_other")), false, "Encrypted content could not be decrypted");
        Copilot.Enqueue(CopilotStep.UndecryptableReasoning());
        await CheckAsync(Call(CopilotModel.Responses, AskResponses()), false, "Encrypted content could not be decrypted");
    }

    [Fact]
    public async Task Embeddings_want_a_list()
    {
        await CheckAsync(Call("/embeddings", """{"model":"text-embedding-3-small","input":"x"}"""), false, "input must be an array");
        var vectors = await JsonAsync(Call("/embeddings", """{"model":"text-embedding-3-small","input":["x","y"]}"""));
        Assert.Equal(2, vectors.GetProperty("data").GetArrayLength());
    }

    private static async Task CheckAsync(HttpRequestMessage message, bool isFine, string words)
    {
        var (status, text, _) = await SendAsync(message);
        Assert.True(status == (isFine ? 200 : 400), $"{status} {text}");
        Assert.Contains(isFine ? "" : words, text, StringComparison.Ordinal);
    }
}
