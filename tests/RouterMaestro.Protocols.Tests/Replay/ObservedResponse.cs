namespace RouterMaestro.Protocols.Tests.Replay;

/// <summary>What matters of an answer in whatever protocol, read out of its JSON without any codec.</summary>
/// <param name="Text">All that was said, refusals included.</param>
/// <param name="Reasoning">The reasoning that is shown, without white space: protocols part its pieces differently.</param>
/// <param name="Calls">Name and arguments of each call, in order.</param>
/// <param name="Finish">Why it ended, in the words of Chat.</param>
/// <param name="Usage">Tokens of the prompt, those of them read from a cache, and tokens of the answer.</param>
internal sealed record ObservedResponse(string Text, string Reasoning, IReadOnlyList<string> Calls, string Finish, string Usage)
{
    /// <summary>The usage of answers that tell none.</summary>
    public const string NoUsage = "0 0 0";

    /// <summary>Gets the reasoning as the provider wants it back: its text and signature, a piece each.</summary>
    public IReadOnlyList<string> Thoughts { get; init; } = [];

    /// <summary>Gets whether it is no answer but an error.</summary>
    public bool IsFailure { get; init; }

    public static ObservedResponse Failure { get; } = new("", "", [], "", NoUsage) { IsFailure = true };

    /// <summary>Names the first thing that another telling has otherwise; null when it has all.</summary>
    public string? DifferenceFrom(ObservedResponse other)
    {
        if (IsFailure || other.IsFailure)
        {
            return IsFailure == other.IsFailure ? null : "one is an error, the other is not";
        }

        (string Name, string Mine, string Theirs)[] all =
        [
            ("text", Text, other.Text),
            ("calls", string.Join('\n', Calls), string.Join('\n', other.Calls)),
            ("reasoning", Reasoning, other.Reasoning),
            ("finish", Finish, other.Finish),
            ("usage", Usage, other.Usage),
        ];
        var (name, mine, theirs) = all.FirstOrDefault(a => a.Mine != a.Theirs);
        return name is null ? null : $"{name}: {Cut(mine, theirs)} became {Cut(theirs, mine)}";
    }

    /// <summary>Shows a text from where it begins to differ.</summary>
    private static string Cut(string text, string other)
    {
        var same = text.Zip(other).TakeWhile(pair => pair.First == pair.Second).Count();
        var from = Math.Max(0, same - 20);
        return $"'{(from > 0 ? "…" : "")}{text[from..Math.Min(text.Length, from + 120)]}'";
    }
}
