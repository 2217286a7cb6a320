using System.Text;
using System.Text.Json.Nodes;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Tests.Laws;
using RouterMaestro.Protocols.Tests.Schemas;
using RouterMaestro.TestKit;

namespace RouterMaestro.Protocols.Tests.Errors;

/// <summary>
/// The words of vendors and servers for a prompt that is too long. They are quoted in public issues, in the servers' own source (SGLang's tokenizer_manager.py,
/// vLLM's serving_engine.py, TGI's validation.rs, llama.cpp's server.cpp) and in the lists of clients (badlogic/pi-mono utils/overflow.ts, anomalyco/opencode);
/// none was seen live.
/// </summary>
public sealed class PromptOverflowTests
{
    private const string SumOf = "input length and `max_tokens` exceed context limit: ";

    /// <summary>The vendor, its words, and those for a caller of Messages; a number of null is not told.</summary>
    public static TheoryData<string, string, long?, long?> Prompts => new()
    {
        { "OpenAI", "This model's maximum context length is 128000 tokens. However, your messages resulted in 130000 tokens. Please reduce the length of the messages.", 130000, 128000 },
        { "OpenAI, tools", "This model's maximum context length is 128000 tokens. However, your messages resulted in 130500 tokens (130000 in the messages, 500 in the functions). Please reduce the length of the messages or functions.", 130500, 128000 },
        { "OpenAI, tools and answer", "This model's maximum context length is 128000 tokens. However, you requested 134500 tokens (130000 in the messages, 500 in the functions, and 4000 in the completion).", 130500, 128000 },
        { "OpenAI, completions", "This model's maximum context length is 8191 tokens, however you requested 10346 tokens (10341 in your prompt; 5 for the completion). Please reduce your prompt; or completion length.", 10341, 8191 },
        { "OpenAI, configured", "Input tokens exceed the configured limit of 272000 tokens. Your messages resulted in 300000 tokens. Please reduce the length of the messages.", 300000, 272000 },
        { "OpenAI, Responses", "Your input exceeds the context window of this model. Please adjust your input and try again.", null, null },
        { "Azure", "This model's maximum context length is 16384 tokens, however you requested 20000 tokens (19000 in your prompt; 1000 for the completion). Please reduce your prompt; or completion length.", 19000, 16384 },
        { "DeepSeek", "This model's maximum context length is 65536 tokens. However, you requested 69648 tokens (69648 in the messages, 0 in the completion). Please reduce the length of the messages or completion.", 69648, 65536 },
        { "vLLM", "This model's maximum context length is 32768 tokens. However, you requested 40000 tokens (36000 in the messages, 4000 in the completion). Please reduce the length of the messages or completion.", 36000, 32768 },
        { "vLLM, messages", "This model's maximum context length is 32768 tokens. However, you requested 40000 tokens in the messages, Please reduce the length of the messages.", 40000, 32768 },
        { "vLLM 0.10", "This model's maximum context length is 32768 tokens. However, your request has 40000 input tokens. Please reduce the length of the input messages.", 40000, 32768 },
        { "vLLM, decoder", "The decoder prompt (length 163840) is longer than the maximum model length of 131072. Make sure that `max_model_len` is no smaller than the number of text tokens plus multimodal tokens.", 163840, 131072 },
        { "vLLM 0.15", "You passed 40000 input tokens and requested 4000 output tokens. However, the model's context length is only 32768 tokens, resulting in a maximum input length of 28768 tokens. Please reduce the length of the input prompt.", 40000, 32768 },
        { "SGLang", "The input (40000 tokens) is longer than the model's context length (32768 tokens).", 40000, 32768 },
        { "SGLang, cache", "Input length (160062 tokens) exceeds the maximum allowed length (59862 tokens). Use a shorter input or enable --allow-auto-truncate.", 160062, 59862 },
        { "llama.cpp", "request (9000 tokens) exceeds the available context size (8192 tokens), try increasing it", 9000, 8192 },
        { "llama.cpp, old", "the request exceeds the available context size. try increasing the context size or enable context shift", null, null },
        { "Ollama", "prompt too long; exceeded max context length by 4096 tokens", null, null },
        { "Ollama, embeddings", "the input length exceeds the context length", null, null },
        { "LM Studio", "Trying to keep the first 6000 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens, which is not enough.", 6000, 4096 },
        { "LM Studio, short", "The number of tokens to keep from the initial prompt is greater than the context length. Try to load the model with a larger context length, or provide a shorter input", null, null },
        { "omlx", "Prompt too long: 40000 tokens exceeds max context window of 32768 tokens", 40000, 32768 },
        { "TGI", "Input validation error: `inputs` must have less than 4096 tokens. Given: 5000", 5000, 4096 },
        { "TGI, sum", "`inputs` tokens + `max_new_tokens` must be <= 32769. Given: 33000 `inputs` tokens and 512 `max_new_tokens`", 33000, 32769 },
        { "Together", "The input (516368 tokens) is longer than the model's context length (262144 tokens).", 516368, 262144 },
        { "Fireworks", "The prompt is too long: 140000, model maximum context length: 131072", 140000, 131072 },
        { "OpenRouter", "This endpoint's maximum context length is 131072 tokens. However, you requested about 140000 tokens (139000 of text input, 1000 in the output). Please reduce the length of either one, or use the \"middle-out\" transform to compress your prompt automatically.", 139000, 131072 },
        { "OpenRouter, tools", "This endpoint's maximum context length is 131072 tokens. However, you requested about 142000 tokens (139000 of text input, 2000 of tool input, 1000 in the output).", 141000, 131072 },
        { "OpenRouter, quoted", "Provider returned error: prompt is too long: 213462 tokens > 200000 maximum", 213462, 200000 },
        { "Poolside", "Input length 131393 exceeds the maximum allowed input length of 131040 tokens.", 131393, 131040 },
        { "compatible proxy", "Input length (265330) exceeds model's maximum context length (262144).", 265330, 262144 },
        { "compatible proxy, requested", "Requested input length 600010 exceeds maximum input length 131071", 600010, 131071 },
        { "Databricks", "tokens in request more than max tokens allowed", null, null },
        { "ds4", "Prompt has 5,958,968 tokens, but the configured context size is 256,000 tokens", 5958968, 256000 },
        { "Gemini", "The input token count (1100000) exceeds the maximum number of tokens allowed (1048576).", 1100000, 1048576 },
        { "Vertex", "Unable to submit request because the input token count is 1100000 but model only supports up to 1048576. Reduce the input token count and try again.", 1100000, 1048576 },
        { "Kimi", "Invalid request: Your request exceeded model token limit: 262144 (requested: 300000)", 300000, 262144 },
        { "Zhipu", "Prompt exceeds max length", null, null },
        { "Zhipu, Chinese", "Prompt 超长", null, null },
        { "xAI", "This model's maximum prompt length is 131072 but the request contains 140000 tokens.", 140000, 131072 },
        { "Mistral", "Prompt contains 300000 tokens and 0 draft tokens, too large for model with 131072 maximum context length", 300000, 131072 },
        { "Groq", "Please reduce the length of the messages or completion.", null, null },
        { "Cerebras", "Please reduce the length of the messages or completion. Current length is 8500 while limit is 8192", 8500, 8192 },
        { "Bedrock", "Input is too long for requested model.", null, null },
        { "Bedrock, Nova", "Input Tokens Exceeded: Number of input tokens exceeds maximum length. Please update the input to try again.", null, null },
        { "Cohere", "too many tokens: total number of tokens in the prompt cannot exceed 4081 - received 5000. Try using a shorter prompt, or enabling prompt truncating.", 5000, 4081 },
        { "DashScope", "<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, 129024]", null, 129024 },
        { "MiniMax", "invalid params, context window exceeds limit (2013)", null, null },
        { "SiliconFlow", "length of prompt_tokens (43209) must be less than max_seq_len (32768).", 43209, 32768 },
        { "GitHub Copilot", "prompt token count of 140000 exceeds the limit of 128000", 140000, 128000 },
        { "Anthropic", "prompt is too long: 213462 tokens > 200000 maximum", 213462, 200000 },
    };

    /// <summary>Words by which the prompt fits, but not with the answer that was asked for.</summary>
    public static TheoryData<string, string, string> Answers => new()
    {
        { "vLLM", "This model's maximum context length is 32768 tokens. However, you requested 37000 tokens (5000 in the messages, 32000 in the completion). Please reduce the length of the messages or completion.", "5000 + 32000 > 32768" },
        { "vLLM 0.10", "'max_tokens' or 'max_completion_tokens' is too large: 32000. This model's maximum context length is 32768 tokens and your request has 5000 input tokens (32000 > 32768 - 5000).", "5000 + 32000 > 32768" },
        { "vLLM 0.15", "You passed 30000 input tokens and requested 4000 output tokens. However, the model's context length is only 32768 tokens, resulting in a maximum input length of 28768 tokens.", "30000 + 4000 > 32768" },
        { "SGLang", "Requested token count exceeds the model's maximum context length of 64000 tokens. You requested a total of 71897 tokens: 7897 tokens from the input messages and 64000 tokens for the completion. Please reduce the number of tokens in the input messages or the completion to fit within the limit.", "7897 + 64000 > 64000" },
        { "TGI", "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 4000 `inputs` tokens and 512 `max_new_tokens`", "4000 + 512 > 4096" },
        { "OpenAI, tools", "This model's maximum context length is 8192 tokens. However, you requested 9050 tokens (5000 in the messages, 50 in the functions, and 4000 in the completion).", "5050 + 4000 > 8192" },
        { "OpenRouter", "This endpoint's maximum context length is 131072 tokens. However, you requested about 140000 tokens (100000 of text input, 40000 in the output).", "100000 + 40000 > 131072" },
        { "Anthropic", "input length and `max_tokens` exceed context limit: 188240 + 21333 > 200000, decrease input length or `max_tokens` and try again", "188240 + 21333 > 200000" },
        { "without numbers", "max_tokens would exceed context window", "max_tokens would exceed context window" },
    };

    /// <summary>Errors of other limits.</summary>
    public static TheoryData<string> Others =>
    [
        "max_tokens must be at least 1",
        "max_tokens is too large: 32000. This model supports at most 16384 completion tokens, whereas you provided 32000.",
        "max_tokens: 300000 > 128000, which is the maximum allowed number of output tokens for claude-sonnet-4-5",
        "max_tokens exceeds the limit of 8192",
        "Invalid max_tokens value, the valid range of max_tokens is [1, 8192]",
        "`max_tokens` must be less than or equal to `8192`, the maximum value for `max_tokens` is less than the `context_window` for this model",
        "Request too large for model `x` in organization `org` service tier `on_demand` on tokens per minute (TPM): Limit 6000, Requested 7000, please reduce your message size and try again.",
        "Too many tokens, please wait before trying again.",
        "Rate limit reached: too many tokens per day",
        "messages.0.content.1.image.source.base64: image exceeds 5 MB maximum: 6000000 bytes > 5242880 bytes",
        "The image exceeds the limit of 5242880 bytes",
        "Invalid 'tools[0].function.name': string too long. Expected a string with maximum length 64, but got a string with length 80 instead.",
        "Invalid 'input[0].call_id': string too long. Expected a string with maximum length 64",
        "tools: Too many tools: 200 > 128 maximum",
        "A maximum of 100 PDF pages may be provided.",
        "max_tokens must be greater than thinking.budget_tokens",
        "temperature must be less than or equal to 1",
        "You exceeded your current quota, please check your plan and billing details.",
    ];

    [Theory]
    [MemberData(nameof(Prompts))]
    public void A_prompt_that_is_too_long_is_told_with_the_right_numbers(string vendor, string words, long? prompt, long? max)
    {
        foreach (var provider in new[] { "chat", "responses", "messages" })
        {
            var failure = Fail(provider, words);

            Assert.True(failure.Kind == FailureKind.ContextOverflow, $"{vendor} by {provider}: {failure.Kind}");
            var told = Tell("messages", failure)["error"]!;
            Assert.Equal("invalid_request_error", (string?)told["type"]);
            var message = (string)told["message"]!;
            Assert.Contains("prompt is too long", message, StringComparison.OrdinalIgnoreCase);
            if (provider != "messages" || !words.Contains("prompt is too long", StringComparison.OrdinalIgnoreCase))
            {
                Assert.StartsWith(
                    (prompt, max) switch
                    {
                        ({ } asked, { } limit) => $"prompt is too long: {asked} tokens > {limit} maximum",
                        (null, { } limit) => $"prompt is too long: more than the {limit} tokens",
                        _ => $"prompt is too long: {words}",
                    },
                    message,
                    StringComparison.Ordinal);
            }

            foreach (var caller in new[] { "chat", "responses" })
            {
                var error = Tell(caller, failure)["error"]!;
                Assert.Equal("context_length_exceeded", (string?)error["code"]);
                Assert.EndsWith(words, (string?)error["message"], StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void An_answer_that_leaves_too_little_room_is_told_as_such(string vendor, string words, string sum)
    {
        foreach (var provider in new[] { "chat", "responses" })
        {
            var failure = Fail(provider, words);

            Assert.True(failure.Kind == FailureKind.ContextOverflow, $"{vendor} by {provider}: {failure.Kind}");
            var message = (string)Tell("messages", failure)["error"]!["message"]!;
            Assert.StartsWith(SumOf + sum, message, StringComparison.Ordinal);
            Assert.DoesNotContain("prompt is too long", message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void Another_limit_is_not_taken_for_a_long_prompt(string words) =>
        Assert.All(new[] { "chat", "responses", "messages" }, provider => Assert.NotEqual(FailureKind.ContextOverflow, Fail(provider, words).Kind));

    [Theory]
    [InlineData("""{"error":{"code":"1261","message":"Prompt exceeds max length"}}""")]
    [InlineData("""{"error":{"code":"1261","message":"too much"}}""")]
    [InlineData("""{"error":{"code":400,"message":"no room","type":"exceed_context_size_error"}}""")]
    [InlineData("""[{"error":{"code":400,"message":"The input token count (1100000) exceeds the maximum number of tokens allowed (1048576).","status":"INVALID_ARGUMENT"}}]""")]
    [InlineData("""{"code":"Client specified an invalid argument","error":"This model's maximum prompt length is 131072 but the request contains 140000 tokens."}""")]
    [InlineData("""{"object":"error","message":"The input (40000 tokens) is longer than the model's context length (32768 tokens).","type":"BadRequestError"}""")]
    [InlineData("""{"detail":"The input (40000 tokens) is longer than the model's context length (32768 tokens)."}""")]
    public void Documents_of_other_forms_are_read(string body) =>
        Assert.Equal(FailureKind.ContextOverflow, LawCodec.Get("chat").Outbound.ReadFailure(400, new NoHeaders(), Encoding.UTF8.GetBytes(body)).Kind);

    [Theory]
    [InlineData("Prompt exceeds max length", "Your input exceeds the context window of this model. Prompt exceeds max length")]
    [InlineData("Input length 131393 exceeds the maximum allowed input length of 131040 tokens.", "This model's maximum context length is 131040 tokens. However, your messages resulted in 131393 tokens. Input length")]
    [InlineData("`inputs` tokens + `max_new_tokens` must be <= 4096. Given: 4000 `inputs` tokens and 512 `max_new_tokens`", "This model's maximum context length is 4096 tokens. However, you requested 4512 tokens (4000 in the messages, 512 in the completion). `inputs`")]
    [InlineData("prompt token count of 140000 exceeds the limit of 128000", "prompt token count of 140000 exceeds the limit of 128000")]
    public void Words_that_clients_of_OpenAI_do_not_know_come_after_those_that_they_know(string words, string expected) =>
        Assert.StartsWith(expected, (string?)Tell("responses", Fail("chat", words))["error"]!["message"], StringComparison.Ordinal);

    [SharedDataFact]
    public void No_recorded_error_of_another_kind_is_taken_for_a_long_prompt()
    {
        var errors = JsonNode.Parse(File.ReadAllText(Path.Combine(SharedData.Root!, "errors", "errors.json")))!["errors"]!.AsArray();

        var overflows = errors.Where(e => e!["body"] is not null && e["status"] is not null && (int)e["status"]! >= 400)
            .Where(e => LawCodec.Get(ProtocolOf(e!)).Outbound.ReadFailure((int)e!["status"]!, new NoHeaders(), Encoding.UTF8.GetBytes(e["body"]!.ToJsonString())).Kind == FailureKind.ContextOverflow)
            .Select(e => (string)e!["case"]!)
            .ToList();

        Assert.NotEmpty(overflows);
        Assert.All(overflows, name => Assert.Matches("context|overflow|too-long|prompt|input-tokens-limit|request-too-large", name));
    }

    private static string ProtocolOf(JsonNode error) => (string?)error["api"] == "anthropic" ? "messages" : "chat";

    private static UpstreamFailure Fail(string provider, string words)
    {
        var error = new JsonObject { ["error"] = new JsonObject { ["type"] = "invalid_request_error", ["message"] = words } };
        if (provider == "messages")
        {
            error["type"] = "error";
        }

        return LawCodec.Get(provider).Outbound.ReadFailure(400, new NoHeaders(), Encoding.UTF8.GetBytes(error.ToJsonString()));
    }

    private static JsonNode Tell(string caller, UpstreamFailure failure) =>
        JsonNode.Parse(LawCodec.Get(caller).Inbound.WriteError(RouterError.From(failure)).Body.Span)!;
}
