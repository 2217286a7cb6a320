using System.Text.RegularExpressions;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Importing.Plans;

/// <summary>Reads values that may refer to environment variables, in the way of a program.</summary>
/// <param name="pattern">The form of a reference: the first group that matches is the variable.</param>
/// <param name="environment">Reads the variables.</param>
internal sealed class References(Regex pattern, CliEnvironment environment)
{
    /// <summary>Reads a key.</summary>
    /// <param name="text">The value; null if there is none.</param>
    public KeySpec KeyOf(string? text) => text is null ? KeySpec.Missing
        : pattern.Match(text.Trim()) is { Success: true } match && match.Length == text.Trim().Length ? KeySpec.In(VariableOf(match))
        : KeySpec.Literal(text);

    /// <summary>Puts the values of variables in place of the references; keys are never read in this way.</summary>
    /// <param name="text">The text.</param>
    /// <param name="missing">A variable that is not set here; null if there is none.</param>
    /// <returns>The text; null if a variable is not set.</returns>
    public string? Resolve(string text, out string? missing)
    {
        string? unset = null;
        var resolved = pattern.Replace(text, match =>
        {
            var value = environment.NonBlank(VariableOf(match));
            unset ??= value is null ? VariableOf(match) : null;
            return value ?? "";
        });
        missing = unset;
        return unset is null ? resolved : null;
    }

    private static string VariableOf(Match match) => match.Groups.Values.Skip(1).First(group => group.Success).Value;
}
