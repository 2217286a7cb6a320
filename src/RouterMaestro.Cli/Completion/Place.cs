using Cocona.Command;
using RouterMaestro.Cli.Parsing;

namespace RouterMaestro.Cli.Completion;

/// <summary>What may stand at the cursor.</summary>
/// <param name="Commands">The commands of the group that the line is in.</param>
internal sealed record Place(CommandCollection Commands)
{
    /// <summary>Gets the words of that group; none for the program itself.</summary>
    public IReadOnlyList<string> Groups { get; private init; } = [];

    /// <summary>Gets the command that the line names; null while it names only groups.</summary>
    public CommandDescriptor? Command { get; private init; }

    /// <summary>Gets the number of arguments before the cursor.</summary>
    public int Arguments { get; private init; }

    /// <summary>Gets the option whose value is at the cursor; null if there is none.</summary>
    public CommandOptionDescriptor? Option { get; private init; }

    /// <summary>Gets what stands before that value in the same word: <c>--name=</c>; null if the value is a word of its own.</summary>
    public string? Prefix { get; private init; }

    /// <summary>Gets the options that were written.</summary>
    public IReadOnlyList<CommandOptionDescriptor> Used { get; private init; } = [];

    /// <summary>Gets a value indicating whether the word at the cursor is an argument of another program.</summary>
    public bool IsForeign { get; private init; }

    /// <summary>Finds the place of the cursor.</summary>
    /// <param name="commands">The commands of the program.</param>
    /// <param name="typed">The line.</param>
    public static Place Find(CommandCollection commands, CommandLineAtCursor typed)
    {
        var words = Parsing.Arguments.Normalize([.. GlobalSwitches.Take([.. typed.Words]).Rest]);
        var place = words.Aggregate(new Place(commands), static (place, word) => place.After(word));
        return place.Option is null && typed.Current.Split('=', 2) is [['-', '-', ..] name, _] && place.FindOption(name) is { } option
            ? place with { Option = option, Prefix = name + "=" }
            : place;
    }

    private Place After(string word)
    {
        if (Option is not null)
        {
            return this with { Option = null };
        }

        if (word.StartsWith('-') && !IsForeign)
        {
            return FindOption(word.Split('=')[0]) is not { } option ? this : this with
            {
                Used = [.. Used, option],
                Option = IsSwitch(option) || word.Contains('=', StringComparison.Ordinal) ? null : option,
            };
        }

        return Command is { } command ? this with { Arguments = Arguments + 1, IsForeign = GlobalSwitches.IsForeignBehind(command.Name) }
            : Commands.All.FirstOrDefault(c => c.Name == word) switch
            {
                null => new(new CommandCollection([])),
                { SubCommands: { } inner } => new(inner) { Groups = [.. Groups, word] },
                var found => this with { Command = found },
            };
    }

    private CommandOptionDescriptor? FindOption(string name) => Command?.Options.FirstOrDefault(
        option => name == "--" + option.Name || option.ShortName.Any(letter => name == $"-{letter}"));

    private static bool IsSwitch(CommandOptionDescriptor option) => (Nullable.GetUnderlyingType(option.OptionType) ?? option.OptionType) == typeof(bool);
}
