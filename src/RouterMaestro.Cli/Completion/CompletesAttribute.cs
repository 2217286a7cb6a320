namespace RouterMaestro.Cli.Completion;

/// <summary>Says what a shell proposes as the value of an argument or an option.</summary>
/// <param name="source">Where the values are from.</param>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class CompletesAttribute(CompletionSource source) : Attribute
{
    /// <summary>Proposes words that are always the same.</summary>
    /// <param name="words">The words.</param>
    public CompletesAttribute(params string[] words)
        : this(CompletionSource.Fixed) => Words = words;

    public CompletionSource Source => source;

    public IReadOnlyList<string> Words { get; } = [];
}
