namespace RouterMaestro.Cli.Completion;

/// <summary>A word that a shell may put where the cursor is.</summary>
/// <param name="Word">The whole word, also the part that is there.</param>
/// <param name="Meaning">What shells that show more show beside it; empty for nothing.</param>
internal sealed record Proposal(string Word, string Meaning = "");
