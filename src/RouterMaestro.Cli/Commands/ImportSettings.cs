using Cocona;
using RouterMaestro.Cli.Importing;

namespace RouterMaestro.Cli.Commands;

/// <summary>The options of <c>import</c>.</summary>
internal sealed record ImportSettings(
    [Option("yes", ['y'], Description = "Write it without a question.")] bool IsAgreed = false,
    [Option("replace", Description = "Replace providers, aliases and limits of the same names, and put the imported priorities first.")] bool IsReplacing = false,
    [Option("json", Description = "Print JSON.")] bool AsJson = false) : ICommandParameterSet
{
    public ImportOptions ToOptions() => new(IsAgreed, IsReplacing, AsJson);
}
