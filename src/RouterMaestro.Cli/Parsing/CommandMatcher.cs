using System.Diagnostics.CodeAnalysis;
using Cocona.Command;
using Cocona.Command.Dispatcher;
using Cocona.CommandLine;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Parsing;

/// <summary>Finds the command of a command line, and says of an unknown one what it may have been meant to be.</summary>
internal sealed class CommandMatcher : ICoconaCommandMatcher
{
    private readonly CoconaCommandMatcher _matcher = new();
    private readonly List<CommandDescriptor> _matched = [];

    /// <summary>Gets the groups and the command that were found, the outermost first.</summary>
    public IReadOnlyList<CommandDescriptor> Matched => _matched;

    /// <summary>Gets the words of the program, the groups and the command: <c>router-maestro key add</c>.</summary>
    public string Words => string.Join(' ', _matched.Select(command => command.Name).Prepend(ProductInfo.Name));

    /// <inheritdoc/>
    public bool TryGetCommand(string commandName, CommandCollection commandCollection, [NotNullWhen(true)] out CommandDescriptor? command)
    {
        if (!_matcher.TryGetCommand(commandName, commandCollection, out command))
        {
            throw new WrongUsageException(Unknown(commandName, commandCollection));
        }

        _matched.Add(command);
        return true;
    }

    /// <inheritdoc/>
    public CommandDescriptor ResolveOverload(CommandDescriptor command, ParsedCommandLine parsedCommandLine) =>
        _matcher.ResolveOverload(command, parsedCommandLine);

    private string Unknown(string name, CommandCollection known)
    {
        var group = Words;
        return $"'{name}' is not a command of '{group}'; '{group} --help' lists them."
            + Suggestion.For(name, known.All.Where(c => c is { IsHidden: false, IsPrimaryCommand: false }).Select(c => c.Name));
    }
}
