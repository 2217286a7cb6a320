using System.Text.RegularExpressions;
using RouterMaestro.Protocols.Abstractions.Servers;

namespace RouterMaestro.Infrastructure.Providers.Servers;

/// <summary>What a refused request teaches about the server, as opposed to the request or the model.</summary>
internal enum ServerLesson
{
    /// <summary>Contents are strings.</summary>
    StringContent,

    /// <summary>There is one system message, the first, and roles alternate.</summary>
    SystemFirst,

    /// <summary>No content is null.</summary>
    NoNullContent,

    /// <summary>The role <c>developer</c> is unknown.</summary>
    NoDeveloperRole,

    /// <summary><c>stream_options</c> are unknown.</summary>
    NoStreamOptions,

    /// <summary><c>max_completion_tokens</c> is unknown.</summary>
    NoMaxCompletionTokens,

    /// <summary><c>max_completion_tokens</c> stands in place of <c>max_tokens</c>.</summary>
    MaxCompletionTokens,

    /// <summary>No reasoning goes back.</summary>
    NoReasoning,

    /// <summary>A tool cannot be named in <c>tool_choice</c>.</summary>
    NoNamedTool,

    /// <summary>No tool can be demanded.</summary>
    NoDemandedTool,
}

/// <summary>
/// Reads lessons from the words of errors with status 400 or 422. Pure: who asks decides whether to try again, and how long to remember it.
/// </summary>
internal static partial class ServerLessons
{
    // the first that fits is the lesson
    private static readonly (ServerLesson Lesson, Regex Words)[] _known =
    [
        (ServerLesson.SystemFirst, OrderOfRoles),
        (ServerLesson.StringContent, StringContents),
        (ServerLesson.NoNullContent, NullContents),
        (ServerLesson.NoDeveloperRole, DeveloperRole),
        (ServerLesson.NoNamedTool, NamedTool),
        (ServerLesson.NoDemandedTool, DemandedTool),
        (ServerLesson.MaxCompletionTokens, WantedLimit),
        (ServerLesson.NoReasoning, Reasoning),
        (ServerLesson.NoStreamOptions, StreamOptions),
        (ServerLesson.NoMaxCompletionTokens, UnknownLimit),
    ];

    /// <summary>Finds the lesson of an error.</summary>
    /// <param name="message">The error's message.</param>
    /// <param name="param">The parameter that the error names; null if it names none.</param>
    /// <returns>The lesson; null if the error says nothing about the server.</returns>
    public static ServerLesson? Find(string message, string? param = null)
    {
        foreach (var (lesson, words) in _known)
        {
            if (words.IsMatch(message))
            {
                return lesson;
            }
        }

        return param switch
        {
            "stream_options" or "stream_options.include_usage" when IsRefusal(message) => ServerLesson.NoStreamOptions,
            "max_completion_tokens" when IsRefusal(message) => ServerLesson.NoMaxCompletionTokens,
            _ => null,
        };
    }

    /// <summary>Returns the facts after a lesson; the same ones if they say so already, so that another try would not help.</summary>
    /// <param name="facts">The facts before.</param>
    /// <param name="lesson">The lesson.</param>
    public static ServerFacts After(this ServerFacts facts, ServerLesson lesson) => lesson switch
    {
        ServerLesson.StringContent => facts with { Content = ContentForm.String, TakesNullContent = false },
        ServerLesson.SystemFirst => facts with { SystemFirst = true, TakesDeveloperRole = false },
        ServerLesson.NoNullContent => facts with { TakesNullContent = false },
        ServerLesson.NoDeveloperRole => facts with { TakesDeveloperRole = false },
        ServerLesson.NoStreamOptions => facts with { TakesStreamOptions = false },
        ServerLesson.NoMaxCompletionTokens => facts with { WantsMaxCompletionTokens = false },
        ServerLesson.MaxCompletionTokens => facts with { WantsMaxCompletionTokens = true },
        ServerLesson.NoReasoning => facts with { Reasoning = ReasoningMember.None },
        ServerLesson.NoNamedTool => facts with { ToolChoice = Weaker(facts.ToolChoice, ToolChoiceForm.Required) },
        _ => facts with { ToolChoice = Weaker(facts.ToolChoice, ToolChoiceForm.Auto) },
    };

    private static ToolChoiceForm Weaker(ToolChoiceForm known, ToolChoiceForm taught) => known > taught ? known : taught;

    private static bool IsRefusal(string message) => Refusal.IsMatch(message);

    // Qwen 3.5 (vllm-project/vllm#41114), Gemma and Mistral (vllm-project/vllm#6862), MiniMax (openclaw/openclaw#19386, temm1e-labs/temm1e#59),
    // deepseek-reasoner (BerriAI/litellm#8018), Mistral's API (BerriAI/litellm#1371)
    [GeneratedRegex(
        @"system message must be (at the beginning|first|the first)|conversation roles must alternate|chat content has invalid message role: system|invalid chat setting \(2013\)|does not support successive|only one system message|multiple system messages|role to be user but got \S*system",
        RegexOptions.IgnoreCase)]
    private static partial Regex OrderOfRoles { get; }

    // DeepSeek (cline/cline#230, BerriAI/litellm#6642), SambaNova, vLLM with a template of strings (vllm-project/vllm#16245), Qwen on SiliconFlow
    // (CherryHQ/cherry-studio#3474), SGLang (sgl-project/sglang#37845)
    [GeneratedRegex(
        @"messages.*invalid type: sequence, expected a string|content.*(must be|should be) a (valid )?string|can only concatenate str \(not ""list""\)|input should be a valid string(?!.*\b(user|model|stop|name)\b)|multi-part .*content.* not supported",
        RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex StringContents { get; }

    [GeneratedRegex(
        @"can only concatenate str \(not ""NoneType""\)|content.*(must not|cannot|can't|should not) be (null|none)|invalid type: null, expected a string|expected string.*got null",
        RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex NullContents { get; }

    // vLLM with Qwen (can1357/oh-my-pi#958), DeepSeek
    [GeneratedRegex(
        @"unknown variant `developer`|(unexpected|invalid|unsupported|unknown)[^.]*role[^.]*developer|developer[^.]*(is not|isn't) (a )?(supported|valid|one of)",
        RegexOptions.IgnoreCase)]
    private static partial Regex DeveloperRole { get; }

    // LM Studio (lmstudio-ai/lmstudio-bug-tracker#670)
    [GeneratedRegex("invalid tool_choice type: 'object'", RegexOptions.IgnoreCase)]
    private static partial Regex NamedTool { get; }

    // Moonshot (UKGovernmentBEIS/inspect_ai#5152), DeepSeek's reasoner
    [GeneratedRegex(
        @"tool_choice '?(required|specified)'? is incompatible with thinking|does not support (this|the provided) tool_choice|tool_choice[^.]*only (supports?|accepts?) '?""?auto",
        RegexOptions.IgnoreCase)]
    private static partial Regex DemandedTool { get; }

    [GeneratedRegex("use '?max_completion_tokens'? instead", RegexOptions.IgnoreCase)]
    private static partial Regex WantedLimit { get; }

    // Groq (tashfeenahmed/freellmapi#1070), Cerebras (CherryHQ/cherry-studio#16790), Mistral (charmbracelet/crush#1590)
    [GeneratedRegex(
        @"property '[^']*reasoning(_content)?' is unsupported|messages\S*\.reasoning(_content)?\b.*(not supported|unsupported|extra inputs)|reasoning_content""?\].*extra inputs are not permitted",
        RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Reasoning { get; }

    [GeneratedRegex(
        @"(unknown|unrecognized|unsupported|unexpected|extra|forbidden|not permitted|not supported|not allowed)[^.]*stream_options|stream_options[^.]*(unknown|unrecognized|unsupported|unexpected|forbidden|not permitted|not supported)",
        RegexOptions.IgnoreCase)]
    private static partial Regex StreamOptions { get; }

    // Mistral (editor-code-assistant/eca#231)
    [GeneratedRegex(
        @"(unknown|unrecognized|unsupported|unexpected|extra|forbidden|not permitted|not supported)[^.]*max_completion_tokens|max_completion_tokens[^.]*(unknown|unrecognized|unsupported|unexpected|forbidden|not permitted|not supported)",
        RegexOptions.IgnoreCase)]
    private static partial Regex UnknownLimit { get; }

    [GeneratedRegex("unknown|unrecognized|unsupported|unexpected|extra|forbidden|not permitted|not supported|not allowed", RegexOptions.IgnoreCase)]
    private static partial Regex Refusal { get; }
}
