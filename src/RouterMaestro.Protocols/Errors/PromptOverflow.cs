using System.Globalization;
using System.Text.RegularExpressions;

namespace RouterMaestro.Protocols.Errors;

/// <summary>
/// What a provider's words say of a request that is too long for its model. The words of vendors and servers that are read, with their sources, are in
/// PromptOverflowTests.
/// </summary>
/// <param name="Prompt">The tokens of the prompt; null if the words do not tell.</param>
/// <param name="Output">The tokens that were asked for the answer; null if the words do not tell.</param>
/// <param name="Max">The tokens that the model holds; null if the words do not tell.</param>
/// <param name="BlamesOutput">Whether the prompt alone would fit, so that a smaller limit of the answer helps.</param>
internal readonly partial record struct PromptOverflow(long? Prompt, long? Output, long? Max, bool BlamesOutput)
{
    // smaller numbers are versions, positions and counts of other things
    private const long Min = 256;

    /// <summary>Returns true if the words are those of a prompt that is too long, alone or together with the answer.</summary>
    public static bool IsIn(string message) => Words().IsMatch(message) && !OtherLimits().IsMatch(message) && !IsOfOutputAlone(message);

    /// <summary>Reads the numbers of words that <see cref="IsIn"/> knows, or that came with a code that says as much.</summary>
    public static PromptOverflow Read(string message)
    {
        foreach (var pattern in Sums())
        {
            if (pattern.Match(message) is { Success: true } match)
            {
                return OfSum(match);
            }
        }

        return AboutOutput().IsMatch(message)
            ? new(null, null, null, BlamesOutput: OutputFirst().IsMatch(message))
            : OfNumbers(message);
    }

    /// <summary>A limit of the answer alone has nothing to do with the prompt: another value of it is what helps.</summary>
    private static bool IsOfOutputAlone(string message) => OutputFirst().IsMatch(message) && !message.Contains("context", StringComparison.OrdinalIgnoreCase);

    private static Regex[] Sums() => [AnthropicSum(), Breakdown(), OutputTooLarge(), GivenInputs(), TotalOf(), PassedAndRequested()];

    private static PromptOverflow OfSum(Match match)
    {
        var (prompt, output, max, total) = (Of(match, "prompt"), Of(match, "output"), Of(match, "max"), Of(match, "total"));

        // tools are counted beside messages: "(130000 in the messages, 500 in the functions, 4000 in the completion)"
        prompt = total is { } all ? all - (output ?? 0) : prompt;
        return new(prompt, output, max, BlamesOutput: prompt <= max && output > 0);
    }

    /// <summary>A prompt that is too long is longer than the limit, so that the order of two numbers does not matter.</summary>
    private static PromptOverflow OfNumbers(string message)
    {
        var counts = Numbers().Matches(message).Select(m => Parse(m.ValueSpan)).Where(n => n >= Min).Distinct().OrderDescending().ToList();
        return counts switch
        {
            [var asked, var limit] => new(asked, null, limit, false),
            [var limit] when SingleLimit().IsMatch(message) => new(null, null, limit, false),
            _ => default,
        };
    }

    private static long? Of(Match match, string name) => match.Groups[name] is { Success: true } group ? Parse(group.ValueSpan) : null;

    private static long Parse(ReadOnlySpan<char> digits) =>
        long.TryParse(digits, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex(
        """
        prompt(\ is|'s)?\ too\ (long|large)
        | input\ (is\ |length\ (is\ )?|text\ |prompt\ |tokens?\ )?too\ (long|large)
        | too\ many\ (input\ |prompt\ )?tokens
        | (prompt|input)\ exceeds?\ (the\ )?max
        | (context|prompt|input|sequence)[\ _-]?(length|window|size|limit|tokens?)\b.{0,60}?exceed
        | (context|prompt|input)_(length|window|size|tokens)_(exceeded|too_long)
        | context\ (the\ )?overflow
        | exceed\w*\ .{0,60}?(context\ (length|window|size|limit|budget)|(prompt|input|token)\ (length|limit)|number\ of\ tokens\ allowed|max_(model_len|seq_len|input|prompt|message)|max\ message\ tokens)
        | (longer|larger|greater|more)\ than\ .{0,40}?(context|maximum\ (model|input|sequence)\ length|max_(model_len|seq_len)|max\ tokens\ allowed)
        | (less|smaller)\ than\ max_(model_len|seq_len)
        | maximum\ (context|prompt|input|sequence|model)\ length
        | (context|prompt|input)\ (length|size|window)\ (is|of)\ (only\ )?[\d,]+
        | (reduce|shorten)\ (the\ length\ of\ (the|your)\ (messages|prompt|input)|your\ prompt)
        | current\ length\ is\ \d+\ while\ limit\ is
        | `inputs`\ (tokens\ \+|must\ have\ less\ than)
        | range\ of\ input\ length\ should\ be
        | input\ token\ count\ is\ [\d,]+\ but
        | (prompt|request|input)\ (has|contains|of)\ [\d,]+\ (input\ )?tokens.{0,40}?(but|too\ large|exceed|maximum|limit)
        | number\ of\ tokens\ in\ the\ prompt\ cannot\ exceed
        | (prompt|输入|上下文|提示词).{0,20}?(超长|超过|超出|超限|过长)
        """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Words();

    /// <summary>Limits of time and of the account, which speak of tokens too: Groq's 413 of tokens per minute, Bedrock's "Too many tokens, please wait".</summary>
    [GeneratedRegex(@"\b(TPM|RPM|TPD|rate.?limit\w*|per.(minute|min|day|hour|second)|please wait|quota)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex OtherLimits();

    [GeneratedRegex(@"^\W*((the|invalid|requested|value of|input|parameter|param) )*\W*max_((completion|output|new)_)?tokens\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex OutputFirst();

    /// <summary>Words beside which a number may be one of the answer, so that two of them are not told apart by their order.</summary>
    [GeneratedRegex(@"max_((completion|output|new)_)?tokens|(?<!messages or )(?<!message or )\b(completion|output tokens|the output)\b(?! to fit)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex AboutOutput();

    [GeneratedRegex(@"exceed context limit\D*(?<prompt>\d[\d,]*) \+ (?<output>\d[\d,]*) > (?<max>\d[\d,]*)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AnthropicSum();

    /// <summary>OpenAI, DeepSeek, vLLM and OpenRouter: "is 8192 tokens. However, you requested 9000 tokens (5000 in the messages, 4000 in the completion)".</summary>
    [GeneratedRegex(
        @"maximum context length is (?<max>\d[\d,]*) tokens\W+however,? (you requested|your messages resulted in) (about )?(?<total>\d[\d,]*) tokens\W*\(((?=.*?(?<output>\d[\d,]*) (in|for) the (completion|output))|)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Breakdown();

    /// <summary>vLLM 0.10: "'max_tokens' is too large: 32000. This model's maximum context length is 32768 tokens and your request has 5000 input tokens".</summary>
    [GeneratedRegex(
        @"too large: (?<output>\d[\d,]*)\. .*?maximum context length is (?<max>\d[\d,]*) tokens and your request has (?<prompt>\d[\d,]*) input tokens",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex OutputTooLarge();

    /// <summary>TGI, and Together: "must be &lt;= 32769. Given: 33000 `inputs` tokens and 512 `max_new_tokens`".</summary>
    [GeneratedRegex(@"must be <= (?<max>\d[\d,]*)\. Given: (?<prompt>\d[\d,]*) `inputs` tokens and (?<output>\d[\d,]*) `max_new_tokens`", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex GivenInputs();

    /// <summary>SGLang: "length of 64000 tokens. You requested a total of 71897 tokens: 7897 tokens from the input messages and 64000 tokens for the completion".</summary>
    [GeneratedRegex(
        @"context length of (?<max>\d[\d,]*) tokens\. You requested a total of \d[\d,]* tokens: (?<prompt>\d[\d,]*) tokens from the input messages and (?<output>\d[\d,]*) tokens for the completion",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TotalOf();

    /// <summary>vLLM 0.15: "You passed 30000 input tokens and requested 4000 output tokens. However, the model's context length is only 32768 tokens".</summary>
    [GeneratedRegex(
        @"passed (?<prompt>\d[\d,]*) input tokens and requested (?<output>\d[\d,]*) output tokens.*?context length is only (?<max>\d[\d,]*) tokens",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex PassedAndRequested();

    /// <summary>A number that stands alone, and is not the code of an error: "&lt;400&gt;", "(2013)" at the end, "error code: 1261"; nor a difference, "by 4096".</summary>
    [GeneratedRegex(
        @"(?<![\w.<-])(?<!(code|status|error|HTTP)\W{1,3}|\bby )(?!(?<=\()\d{3,4}\)$)\d[\d,]*(?<!,)(?![\w>-]|\.\d|\W*bytes|\W*characters)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Numbers();

    [GeneratedRegex(@"(max\w*|limit\w*|allowed|only|up to|at most|exceed|<=?|should be \[\d+,|less than|(context|input|prompt) (length|size|window)( is| of)?)\W{0,3}([a-z]+ ){0,4}\W{0,2}\d", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex SingleLimit();
}
