using System.Text.RegularExpressions;

namespace RouterMaestro.Cli.Tests.Executable;

/// <summary>
/// A command line, and what it must do. The line is divided at blanks; <c>{gateway}</c>, <c>{upstream}</c>, <c>{home}</c>, <c>{port}</c> and
/// the names of <see cref="ScenarioStage.Notes"/> in braces stand for what the stage has.
/// </summary>
/// <param name="Line">The arguments of the program.</param>
/// <param name="Code">The exit code.</param>
internal sealed record Step(string Line, int Code = 0)
{
    /// <summary>Gets a pattern that standard output matches; null for empty output.</summary>
    public string? Out { get; init; }

    /// <summary>Gets a pattern that standard error matches; null for no error.</summary>
    public string? Error { get; init; }

    /// <summary>Gets what is written to standard input.</summary>
    public string Input { get; init; } = "";

    /// <summary>Gets more environment variables of the program; null removes one.</summary>
    public IReadOnlyDictionary<string, string?> Variables { get; init; } = new Dictionary<string, string?>();

    /// <summary>Gets what happens while the program runs.</summary>
    public Func<ScenarioStage, Task>? While { get; init; }

    /// <summary>Gets a check of the effect, with the standard output.</summary>
    public Func<ScenarioStage, string, Task>? Then { get; init; }

    /// <summary>Returns a step that must be refused with one sentence.</summary>
    /// <param name="line">The arguments of the program.</param>
    /// <param name="code">The exit code.</param>
    /// <param name="sentence">The beginning of the sentence, without <c>Error: </c>.</param>
    public static Step Refused(string line, int code, string sentence) => new(line, code) { Error = $@"^Error: {Regex.Escape(sentence).Replace(@"\{", "{", StringComparison.Ordinal)}[^\n]*\n$" };
}
