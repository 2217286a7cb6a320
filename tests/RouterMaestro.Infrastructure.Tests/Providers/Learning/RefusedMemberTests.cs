using System.Text;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Infrastructure.Providers.Learning;

namespace RouterMaestro.Infrastructure.Tests.Providers.Learning;

/// <summary>Which member of a body an error is about.</summary>
public sealed class RefusedMemberTests
{
    private const string Chat = """{"model":"m","messages":[],"temperature":0.2,"top_p":0.5,"stop":["x"],"seed":1,"user":"u","presence_penalty":1,"reasoning_effort":"high","max_tokens":9,"parallel_tool_calls":true,"tools":[],"stream_options":{"include_usage":true},"metadata":{"a":"b"}}""";
    private const string Responses = """{"model":"m","input":[],"max_output_tokens":9,"reasoning":{"effort":"high","summary":"auto"},"text":{"format":{"type":"json_schema"},"verbosity":"low"}}""";
    private const string Messages = """{"model":"m","messages":[],"max_tokens":9,"top_k":4,"stop_sequences":["x"],"thinking":{"type":"adaptive"},"output_config":{"effort":"max"}}""";

    // the words are those of OpenAI, Anthropic, vLLM (Pydantic), Mistral, xAI, Groq and litellm, as their users report them
    [Theory]
    [InlineData(Chat, "Unsupported value: 'temperature' does not support 0.2 with this model. Only the default (1) value is supported.", "temperature", "temperature", true)]
    [InlineData(Chat, "Unsupported parameter: 'stop' is not supported with this model.", "stop", "stop", true)]
    [InlineData(Chat, "Unknown parameter: 'seed'.", null, "seed", true)]
    [InlineData(Chat, "[{'type': 'extra_forbidden', 'loc': ('body', 'seed'), 'msg': 'Extra inputs are not permitted'}]", null, "seed", true)]
    [InlineData(Chat, "Extra inputs are not permitted", "body.user", "user", true)]
    [InlineData(Chat, "Argument not supported on this model: presencePenalty", null, "presence_penalty", true)]
    [InlineData(Chat, "`reasoning_effort` is not supported with this model", null, "reasoning_effort", true)]
    [InlineData(Chat, "Unrecognized request argument supplied: parallel_tool_calls", null, "parallel_tool_calls", true)]
    [InlineData(Chat, "stream_options is not supported", null, "stream_options", true)]
    [InlineData(Chat, "'top_p' must be 0.95 for this model.", "top_p", "top_p", false)]
    [InlineData(Messages, "`temperature` and `top_k` cannot be used together: top_k: not supported for this model", null, "top_k", true)]
    [InlineData(Messages, "stop_sequences: Extra inputs are not permitted", null, "stop_sequences", true)]
    [InlineData(Messages, "output_config.effort: this model does not support effort 'max'", null, "output_config.effort", true)]
    [InlineData(Chat, "temperature is not supported by this model", null, "temperature", true)]
    [InlineData(Chat, "This model does not support stop.", null, "stop", true)]
    [InlineData(Chat, "Model does not support parameter temperature", null, "temperature", true)]
    [InlineData(Chat, "temperature parameter is currently not supported", null, "temperature", true)]
    [InlineData(Chat, "Malformed input request: extraneous key [temperature] is not permitted", null, "temperature", true)]
    [InlineData(Chat, "Extra inputs are not permitted", "stream_options", "stream_options", true)]
    [InlineData(Responses, "Unsupported parameter: 'reasoning.effort' is not supported with this model.", "reasoning.effort", "reasoning", true)]
    [InlineData(Responses, "Unsupported value: 'xhigh' is not supported with the 'm' model.", "reasoning.effort", "reasoning.effort", false)]
    [InlineData(Responses, "Unsupported parameter: 'reasoning.summary' is not supported with this model.", "reasoning.summary", "reasoning.summary", true)]
    public void The_member_that_the_error_names_is_left_out(string body, string message, string? param, string member, bool isLasting)
    {
        var lesson = Assert.IsType<Lesson.Omit>(Find(body, message, param));

        Assert.Equal((member, isLasting), (lesson.Path, lesson.IsLasting));
    }

    [Theory]
    [InlineData("""{"model":"m","max_tokens":9}""", "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.", "max_completion_tokens")]
    [InlineData("""{"model":"m","max_completion_tokens":9}""", "body.max_completion_tokens: Extra inputs are not permitted", "max_tokens")]
    public void The_limit_gets_its_other_name(string body, string message, string name) => Assert.Equal(name, Assert.IsType<Lesson.Rename>(Find(body, message, null)).NewName);

    [Theory]
    [InlineData(Chat, "Invalid value: 'x' for 'messages'.", "messages")]
    [InlineData(Chat, "Unsupported value: 'model' does not support it.", "model")]
    [InlineData(Chat, "'tools' is not supported with this model.", "tools")]
    [InlineData(Chat, "Please stop: your user is not allowed to do this", null)]
    [InlineData(Chat, "The model does not support logprobs", "logprobs")]
    [InlineData(Chat, "", null)]
    [InlineData(Responses, "Unsupported parameter: 'text.format' is not supported with this model.", "text.format")]
    [InlineData(Messages, "max_tokens: 9 > 8, which is the maximum allowed number of output tokens", null)]
    [InlineData("[]", "'seed' is not supported", "seed")]
    public void Without_the_rest_the_request_would_be_another(string body, string message, string? param) => Assert.Null(Find(body, message, param));

    [Theory]
    [InlineData(FailureKind.ContextOverflow, 400)]
    [InlineData(FailureKind.InvalidRequest, 404)]
    [InlineData(FailureKind.RateLimited, 429)]
    public void Other_failures_are_about_no_member(FailureKind kind, int status) =>
        Assert.Null(RefusedMember.Find(new UpstreamFailure(kind, "'seed' is not supported") { Status = status }, Encoding.UTF8.GetBytes(Chat)));

    private static Lesson? Find(string body, string message, string? param) =>
        RefusedMember.Find(new UpstreamFailure(FailureKind.InvalidRequest, message) { Status = 400, Param = param }, Encoding.UTF8.GetBytes(body));
}
