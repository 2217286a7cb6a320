using System.Text;
using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Infrastructure.Providers.BuiltIn;
using RouterMaestro.Protocols.ModelLists;

namespace RouterMaestro.Infrastructure.Tests.Providers.Models;

public sealed class ModelListReaderTests
{
    [Fact]
    public void An_openai_list_is_read_in_its_order()
    {
        var models = Chat("lab", """
            { "object": "list", "data": [
              { "id": "z-model", "object": "model", "created": 1721172741, "owned_by": "system" },
              { "id": "org/a-model", "object": "model" } ] }
            """);

        Assert.Equal(
            [
                new ModelCard(new ModelRef("lab", "z-model"), "z-model") { Created = 1721172741, OwnedBy = "system" },
                new ModelCard(new ModelRef("lab", "org/a-model"), "org/a-model"),
            ],
            models);
    }

    [Fact]
    public void An_anthropic_list_has_names_and_limits()
    {
        var model = Assert.Single(Read(WireProtocol.AnthropicMessages, "anthropic", """
            { "data": [ { "type": "model", "id": "claude-x", "display_name": "Claude X", "created_at": "2026-01-01T00:00:00Z",
                          "max_input_tokens": 200000, "max_tokens": 64000 } ],
              "first_id": "claude-x", "last_id": "claude-x", "has_more": false }
            """));

        Assert.Equal("Claude X", model.Name);
        Assert.Equal(1767225600, model.Created);
        Assert.Equal(new ModelLimits(200000, 64000, 200000), model.Limits);
    }

    [Theory]
    [InlineData("\"context_length\": 8, \"top_provider\": { \"max_completion_tokens\": 4 }", null, 4, 8)]
    [InlineData("\"context_window\": 8, \"max_completion_tokens\": 4", null, 4, 8)]
    [InlineData("\"max_model_len\": 8", null, null, 8)]
    [InlineData("\"max_context_length\": 8", null, null, 8)]
    [InlineData("\"max_prompt_tokens\": 6, \"max_output_tokens\": 2, \"max_context_window_tokens\": 8", 6, 2, 8)]
    [InlineData("\"context_length\": 0, \"max_tokens\": \"many\", \"top_provider\": null", null, null, null)]
    [InlineData("\"context_length\": 99999999999, \"max_tokens\": 1.5", null, null, null)]
    public void The_limits_of_OpenRouter_Groq_Mistral_and_vLLM_are_read(string members, int? prompt, int? output, int? window) =>
        Assert.Equal(
            new ModelLimits(prompt, output, window),
            Assert.Single(Chat("lab", $$"""{ "data": [ { "id": "m", {{members}} } ] }""")).Limits);

    [Theory]
    [InlineData("\"supported_parameters\": [\"tools\", \"reasoning\", \"structured_outputs\"], \"architecture\": { \"input_modalities\": [\"text\", \"image\"] }", "yyyy")]
    [InlineData("\"supported_parameters\": [\"max_tokens\"], \"architecture\": { \"input_modalities\": [\"text\"] }", "nnnn")]
    [InlineData("\"supported_parameters\": [\"response_format\", \"include_reasoning\"]", "n?y?")]
    [InlineData("\"supported_parameters\": [], \"architecture\": null", "????")]
    [InlineData("\"capabilities\": { \"completion_chat\": true, \"function_calling\": true, \"vision\": false }", "yn??")]
    [InlineData("\"capabilities\": { \"image_input\": { \"supported\": true }, \"thinking\": { \"supported\": false, \"types\": {} }, \"structured_outputs\": { \"supported\": true } }", "?yny")]
    [InlineData("\"capabilities\": { \"supports\": { \"tool_calls\": true, \"vision\": true, \"thinking\": false, \"reasoning_effort\": [\"low\"] } }", "yyy?")]
    [InlineData("\"capabilities\": [\"tools\"], \"supported_parameters\": \"tools\"", "????")]
    [InlineData("\"max_model_len\": 8", "????")]
    public void The_capabilities_of_OpenRouter_Mistral_Anthropic_and_Copilot_are_read(string members, string toolsVisionReasoningSchema)
    {
        var capabilities = Assert.Single(Chat("lab", $$"""{ "data": [ { "id": "m", {{members}} } ] }""")).Capabilities;

        Assert.Equal(toolsVisionReasoningSchema, string.Concat(new[] { capabilities.Tools, capabilities.Vision, capabilities.Reasoning, capabilities.StructuredOutput }.Select(s => "?yn"[(int)s])));
    }

    [Theory]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{ "id": 7 }""")]
    [InlineData("""{ "id": "" }""")]
    [InlineData("""{ "id": " m" }""")]
    [InlineData("""{ "id": "\ud800" }""")]
    [InlineData("""{ "id": "good", "created": 1 }""")]
    public void An_invalid_entry_is_skipped(string entry)
    {
        var model = Assert.Single(Chat("lab", $$"""{ "data": [ { "id": "good", "created": "x" }, {{entry}} ] }"""));

        Assert.Equal(("good", null), (model.Ref.Id, model.Created));
    }

    [Theory]
    [InlineData("\"created\": 1e300", null)]
    [InlineData("\"created\": -1", null)]
    [InlineData("\"created\": 1721172741.5", 1721172741)]
    [InlineData("\"created_at\": \"1970-01-01T00:00:00Z\"", null)]
    [InlineData("\"created_at\": \"yesterday\"", null)]
    public void An_invalid_creation_time_is_unknown(string member, int? created) =>
        Assert.Equal(created, Assert.Single(Chat("lab", $$"""{ "data": [ { "id": "m", {{member}} } ] }""")).Created);

    [Fact]
    public void A_bare_array_is_a_list() => Assert.Equal("m", Assert.Single(Chat("lab", """[ { "id": "m" } ]""")).Ref.Id);

    [Theory]
    [InlineData("""["a","b"]""")]
    [InlineData("""{ "data": ["a","b"] }""")]
    [InlineData("""{ "models": ["a"," ","b","a",7,null] }""")]
    [InlineData("""{ "models": [{"name":"a","model":"a","size":1,"details":{"family":"x"}},{"name":"b"}] }""")]
    [InlineData("""{ "data": null, "models": [{"id":"a"},{"id":"b","name":"B"}] }""")]
    [InlineData("""{ "models": [{"name":"other"}], "object":"list", "data": [{"id":"a"},{"id":"b"}] }""")]
    public void A_native_list_is_read(string body) => Assert.Equal(["a", "b"], Chat("lab", body).Select(model => model.Ref.Id));

    [Fact]
    public void The_limits_of_Geminis_own_list_are_read() => Assert.Equal(
        new ModelLimits(1048576, 65536, 1048576),
        Assert.Single(Chat("lab", """{ "models": [{"name":"models/gemini-2.5-pro","displayName":"Gemini","inputTokenLimit":1048576,"outputTokenLimit":65536}] }""")).Limits);

    [Fact]
    public void An_empty_list_is_a_list() => Assert.Empty(Chat("lab", """{ "data": [] }"""));

    [Theory]
    [InlineData("<html>")]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{ "data": {} }""")]
    [InlineData("""{ "data": [ { "id": "m" }""")]
    public void A_response_without_a_list_is_an_error_so_that_the_old_list_stays(string body) =>
        Assert.ThrowsAny<JsonException>(() => Chat("lab", body));

    [Fact]
    public void Only_chat_and_embedding_models_of_OpenAIs_list_are_used()
    {
        string[] chat = ["text-embedding-3-small", "gpt-4o", "gpt-5.1-codex", "o3", "chatgpt-4o-latest", "ft:gpt-4o-mini:acme:image-sorter:1"];
        string[] other =
        [
            "tts-1", "gpt-4o-mini-tts", "whisper-1", "gpt-4o-transcribe", "dall-e-3", "gpt-image-1",
            "omni-moderation-latest", "gpt-realtime", "gpt-4o-audio-preview", "sora-2", "babbage-002", "gpt-3.5-turbo-instruct",
        ];
        var body = $$"""{ "data": [ {{string.Join(", ", other.Concat(chat).Select(id => $$"""{ "id": "{{id}}" }"""))}} ] }""";

        Assert.Equal(chat, Chat("openai", body).Select(m => m.Ref.Id));
        Assert.Equal(other.Concat(chat), Chat("lab", body).Select(m => m.Ref.Id));
    }

    [Theory]
    [InlineData(""" "id": "text-embedding-3-small" """, true)]
    [InlineData(""" "id": "nomic-embed-text:latest" """, true)]
    [InlineData(""" "id": "org/mistral-Embed" """, true)]
    [InlineData(""" "id": "bge-m3", "type": "embedding" """, true)]
    [InlineData(""" "id": "m", "capabilities": { "type": "embeddings" } """, true)]
    [InlineData(""" "id": "m", "task": "embed" """, true)]
    [InlineData(""" "id": "embedded-coder" """, false)]
    [InlineData(""" "id": "gpt-5.1", "type": 7 """, false)]
    [InlineData(""" "id": "m", "type": "model", "capabilities": { "type": "chat" } """, false)]
    public void Embedding_models_are_recognized(string members, bool expected)
    {
        var model = Assert.Single(Chat("lab", $$"""{ "data": [ { {{members}} } ] }"""));

        Assert.Equal(expected ? Support.Supported : Support.Unknown, model.Capabilities.Embeddings);
        Assert.Equal(expected ? Support.Unsupported : Support.Unknown, model.Capabilities.Chat);
    }

    private static EquatableArray<ModelCard> Chat(string provider, string json) => Read(WireProtocol.OpenAIChat, provider, json);

    private static EquatableArray<ModelCard> Read(WireProtocol protocol, string provider, string json) =>
        provider == OpenAIModule.Name ? OpenAIServedModels.Read(provider, Encoding.UTF8.GetBytes(json)) : ModelListReader.Read(provider, Encoding.UTF8.GetBytes(json));
}
