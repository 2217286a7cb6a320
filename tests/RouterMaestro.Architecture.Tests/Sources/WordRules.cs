using System.Text.RegularExpressions;

namespace RouterMaestro.Architecture.Tests.Sources;

/// <summary>
/// The words of the trade. The lists hold names and words that the code once had of its own, beside the ones that an engineer
/// searches for; <c>CONTRIBUTING.md</c> says which word to use instead.
/// </summary>
internal static partial class WordRules
{
    private static readonly HashSet<string> _names =
    [
        "ReasoningSeal", "ISealGuard", "SealGuard", "SealOrigins", "SealScan", "SealText", "Seal", "Seals",
        "AskKept", "KeptAction", "KeptRequest", "KeptIds", "Kept", "KeptElsewhere",
        "Origins", "OriginBook", "RouteTies", "Continuity", "GoesOnWith",
        "Reach", "RankedPool", "PoolEntry", "Selection", "Refusals", "PassedOver", "PassReason",
        "CircuitPhase", "Due", "Probing", "Resting", "RestsUntil", "Strikes",
        "HealthBook", "LossJournal", "AttemptTicket", "UpstreamTries", "Tries",
        "IsVerbatim", "Verbatim", "VerbatimStream", "VerbatimAnswer", "VerbatimReading", "SplicedStream", "SplicedAnswer", "FrameSplice",
        "IPassingCodec", "PassesUntouched", "Leftovers", "AnthropicLeftovers", "JsonLeftovers", "ResponsesLeftovers",
        "ProviderAnswer", "WholeAnswer", "AnswerReader", "AnswerStream", "AnswerIdentity", "AnswerOptions", "AnswerReading", "AnswerHeaders",
        "ChatEventSlice", "Surroundings", "HttpFace", "CallerDialects", "AnswerOpening", "StreamOpening", "IOpeningStream",
        "Staff", "Hire", "Retire", "Shut", "GoesUp", "ComesDown", "Takes", "Settle", "TakesThinking", "LetsPass", "Tells",
        "IFallbackPolicy", "AddPolicy<", "ConfigFaults", "OpenAISiblings", "ChatDefaults", "OpenAIChatLoop", "GoesOnUnthought",
        "AnthropicBilling", "AnthropicJsonAnswer", "OpenAIChatLearnedHead", "ArgumentsWatch", "OpenAIChatArgumentsWatch",
        "Telling", "Told", "Asked", "Fate", "Wishes", "RequestWishes", "AllocationsAlone",
    ];

    /// <summary>Finds names that are gone, and names of limits that do not begin with Max, Min or Default.</summary>
    public static IEnumerable<string> OldNames(IEnumerable<SourceFile> files) =>
        from file in files
        from line in file.Lines.Index()
        from name in Name().Matches(Text().Replace(line.Item, "")).Select(m => m.Value)
        where _names.Contains(name) || Limit().IsMatch(name)
        select $"{file.Path}:{line.Index + 1} says {name}";

    /// <summary>Finds words of the old vocabulary in comments, messages and pages.</summary>
    public static IEnumerable<string> OldWords(IEnumerable<SourceFile> files) =>
        from file in files
        from line in file.Lines.Index()
        from word in Word().Matches(line.Item).Select(m => m.Value)
        select $"{file.Path}:{line.Index + 1} says {word}";

    // what stands in quotes or behind a comment's slashes
    [GeneratedRegex("""//.*|"(\\.|[^"\\])*"|'(\\.|[^'\\])+'""")]
    private static partial Regex Text();

    // AddPolicy without a type is ASP.NET Core's
    [GeneratedRegex(@"(?<!\w)(AddPolicy<|[A-Za-z_]\w*)")]
    private static partial Regex Name();

    [GeneratedRegex("^_?(Most|Least|Usual)([A-Z]|$)")]
    private static partial Regex Limit();

    [GeneratedRegex(
        @"\bseals?\b|\bkept (answer|response)s?\b|\b(it|circuit|candidate|provider|model|that) rests\b|\brests (of|until|after)\b|\bstrikes?\b|\bdialects?\b|\bverbatim\b|\bspliced?\b|\bleftovers?\b|\bsome (servers|clients|providers)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Word();
}
