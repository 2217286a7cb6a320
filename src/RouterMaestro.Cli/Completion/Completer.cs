using Cocona.Command;
using RouterMaestro.Cli.Parsing;

namespace RouterMaestro.Cli.Completion;

/// <summary>Proposes the words that may stand at the cursor of a command line: groups, commands, options and values.</summary>
internal sealed class Completer(ICoconaCommandProvider commands, CompletionValues values)
{
    private static readonly Proposal[] _help = [new("--help", "Show this help.")];

    /// <summary>Finds the proposals; null if the shell shall propose files.</summary>
    /// <param name="line">The line from its start to the cursor, with the program's name.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<IReadOnlyList<Proposal>?> FindAsync(string line, CancellationToken cancellationToken)
    {
        var typed = CommandLineAtCursor.Parse(line);
        if (GlobalSwitches.AwaitsContext(typed.Words))
        {
            return [.. (await values.FindAsync(CompletionSource.Contexts, cancellationToken)).Where(context => context.Word.StartsWith(typed.Current, StringComparison.OrdinalIgnoreCase))];
        }

        var place = Place.Find(commands.GetCommandCollection(), typed);
        var found = place switch
        {
            { Prefix: { } prefix, Option: { } option } => (await ValuesAsync(option.ParameterAttributes, cancellationToken))?.Select(value => value with { Word = prefix + value.Word }),
            { Option: { } option } => await ValuesAsync(option.ParameterAttributes, cancellationToken),
            { IsForeign: true } => null,
            _ when typed.Current.StartsWith('-') => Options(place),
            { Command: { } command } => await ArgumentsAsync(command, place.Arguments, cancellationToken),
            _ => await CommandsAsync(place, cancellationToken),
        };
        return found is null ? null : [.. found.Where(proposal => proposal.Word.StartsWith(typed.Current, StringComparison.OrdinalIgnoreCase)).DistinctBy(proposal => proposal.Word)];
    }

    private static IEnumerable<Proposal> Options(Place place) =>
        (place.Command?.Options ?? []).Where(option => !option.IsHidden && (option.IsEnumerableLike || !place.Used.Contains(option)))
            .Select(option => new Proposal("--" + option.Name, option.Description))
            .Concat(_help)
            .Concat(GlobalSwitches.Help.Select(help => new Proposal(help.Label.Split(' ')[^1], help.Meaning)));

    private async Task<IEnumerable<Proposal>> CommandsAsync(Place place, CancellationToken cancellationToken)
    {
        var own = place.Commands.All.Where(command => command is { IsHidden: false, IsPrimaryCommand: false }).Select(command => new Proposal(command.Name, command.Description));

        var implied = Arguments.ImpliedIn(place.Groups) is { } name ? place.Commands.All.FirstOrDefault(command => command.Name == name) : null;
        return implied is null ? own : own.Concat(await ArgumentsAsync(implied, count: 0, cancellationToken) ?? []);
    }

    private async Task<IReadOnlyList<Proposal>?> ArgumentsAsync(CommandDescriptor command, int count, CancellationToken cancellationToken) =>
        count < command.Arguments.Count ? await ValuesAsync(command.Arguments[count].ParameterAttributes, cancellationToken)
        : command.Arguments is [.., { IsEnumerableLike: true } last] ? await ValuesAsync(last.ParameterAttributes, cancellationToken)
        : [];

    private async Task<IReadOnlyList<Proposal>?> ValuesAsync(IReadOnlyList<Attribute> attributes, CancellationToken cancellationToken) =>
        attributes.OfType<CompletesAttribute>().FirstOrDefault() switch
        {
            null => [],
            { Source: CompletionSource.Files } => null,
            { Source: CompletionSource.Fixed } known => [.. known.Words.Select(word => new Proposal(word))],
            var dynamic => await values.FindAsync(dynamic.Source, cancellationToken),
        };
}
