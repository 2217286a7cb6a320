using RouterMaestro.Infrastructure.Providers.Servers;
using RouterMaestro.Protocols.Abstractions.Servers;

namespace RouterMaestro.Infrastructure.Tests.Providers;

/// <summary>What the words of errors teach. The words are those of the reports that are named in the code.</summary>
public sealed class ServerLessonsTests
{
    [Theory]
    [InlineData("System message must be at the beginning.", "SystemFirst")]
    [InlineData("jinja template rendering failed. System message must be at the beginning.", "SystemFirst")]
    [InlineData("After the optional system message, conversation roles must alternate user/assistant/user/assistant/...", "SystemFirst")]
    [InlineData("invalid params, chat content has invalid message role: system (2013)", "SystemFirst")]
    [InlineData("invalid params, invalid chat setting (2013)", "SystemFirst")]
    [InlineData("deepseek-reasoner does not support successive user or assistant messages (messages[1] and messages[2] in your input).", "SystemFirst")]
    [InlineData("Failed to deserialize the JSON body into the target type: messages[1]: invalid type: sequence, expected a string at line 17 column 3", "StringContent")]
    [InlineData("can only concatenate str (not \"list\") to str", "StringContent")]
    [InlineData("Input should be a valid string", "StringContent")]
    [InlineData("can only concatenate str (not \"NoneType\") to str", "NoNullContent")]
    [InlineData("Failed to deserialize the JSON body into the target type: messages[0].role: unknown variant `developer`, expected one of `system`, `user`", "NoDeveloperRole")]
    [InlineData("Unexpected message role: developer", "NoDeveloperRole")]
    [InlineData("Invalid tool_choice type: 'object'. Supported string values: none, auto, required", "NoNamedTool")]
    [InlineData("tool_choice 'required' is incompatible with thinking enabled", "NoDemandedTool")]
    [InlineData("tool_choice specified is incompatible with thinking enabled", "NoDemandedTool")]
    [InlineData("deepseek-reasoner does not support this tool_choice", "NoDemandedTool")]
    [InlineData("Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.", "MaxCompletionTokens")]
    [InlineData("'messages.2' : for 'role:assistant' the following must be satisfied[('messages.2' : property 'reasoning_content' is unsupported)]", "NoReasoning")]
    [InlineData("messages.2.assistant.reasoning_content: property 'messages.2.assistant.reasoning_content' is unsupported", "NoReasoning")]
    [InlineData("Unknown parameter: 'stream_options'", "NoStreamOptions")]
    public void An_error_teaches_what_the_server_takes(string message, string lesson) => Assert.Equal(Enum.Parse<ServerLesson>(lesson), ServerLessons.Find(message));

    [Theory]
    [InlineData("Extra inputs are not permitted", "max_completion_tokens", "NoMaxCompletionTokens")]
    [InlineData("Extra inputs are not permitted", "stream_options", "NoStreamOptions")]
    public void The_parameter_may_be_named_beside_the_words(string message, string param, string lesson) =>
        Assert.Equal(Enum.Parse<ServerLesson>(lesson), ServerLessons.Find(message, param));

    [Theory]
    [InlineData("This model's maximum context length is 8192 tokens.", null)]
    [InlineData("Invalid value: 'x'. Supported values are: 'system' and 'user'.", "messages.[0].role")]
    [InlineData("The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options")]
    [InlineData("Input should be a valid string: user", null)]
    [InlineData("", null)]
    public void Other_errors_teach_nothing(string message, string? param) => Assert.Null(ServerLessons.Find(message, param));

    [Fact]
    public void A_lesson_changes_what_is_assumed_once() => Assert.All(Enum.GetValues<ServerLesson>(), lesson =>
    {
        var learned = ServerFacts.OpenAI.After(lesson);

        Assert.Equal(lesson == ServerLesson.NoMaxCompletionTokens, learned == ServerFacts.OpenAI);
        Assert.Equal(learned, learned.After(lesson));
    });
}
