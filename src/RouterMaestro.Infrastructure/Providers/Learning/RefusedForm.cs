using System.Text.RegularExpressions;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models.Facts;

namespace RouterMaestro.Infrastructure.Providers.Learning;

/// <summary>Finds the part of a request that a provider's error refuses, and that can be written in another form.</summary>
internal static partial class RefusedForm
{
    /// <summary>Finds what an error teaches.</summary>
    /// <param name="failure">The error.</param>
    /// <param name="facts">What is known of the model: what is known already would not help.</param>
    /// <param name="wantsSchema">Whether the request has a schema for its response.</param>
    /// <returns>The lesson; null if the error is about nothing that has another form.</returns>
    public static Lesson.Refuses? Find(UpstreamFailure failure, ModelFacts facts, bool wantsSchema)
    {
        if (failure.Kind != FailureKind.InvalidRequest || failure.Status is not (400 or 422))
        {
            return null;
        }

        return facts.Prefill != Acceptance.Refused && Prefill.IsMatch(failure.Message) ? new(new() { Prefill = Acceptance.Refused })
            : wantsSchema && facts.JsonSchema != Acceptance.Refused && Schema.IsMatch($"{failure.Param} {failure.Message}") ? new(new() { JsonSchema = Acceptance.Refused })
            : null;
    }

    // the words of Anthropic (sst/opencode#13768), and of OpenAI-like proxies of it
    [GeneratedRegex("assistant message prefill|conversation must end with a user message|last message (must not be from the assistant|must be (a|from the) user)", RegexOptions.IgnoreCase)]
    private static partial Regex Prefill { get; }

    // "output_config: Extra inputs are not permitted", "does not support structured outputs", DeepSeek's "This response_format type is unavailable now"
    [GeneratedRegex(
        "(output_config|output_format|response_format|json_schema|structured outputs?|text\\.format).*(not (be )?(support|permit|allow|accept|available)|unsupported|unavailable|unknown|unrecogni|extra input)|"
        + "((not|n't) support|unsupported|unknown|unrecogni)[^.]*(output_config|output_format|response_format|json_schema|structured output|text\\.format)",
        RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Schema { get; }
}
