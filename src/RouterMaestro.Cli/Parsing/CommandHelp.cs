using System.Reflection;
using Cocona.Command;
using Cocona.Help;
using Cocona.Help.DocumentModel;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Parsing;

/// <summary>
/// Writes the help of commands and groups, for 80 columns. Cocona's own does not wrap, shows the names of types, and gives every group
/// the description of the program.
/// </summary>
internal sealed class CommandHelp(CommandMatcher matcher) : ICoconaCommandHelpProvider
{
    private static readonly (string, string) _helpOption = ("-h, --help", "Show this help.");

    private static readonly (string, string)[] _programOptions = [_helpOption, ("-v, --version", "Show the version."), .. GlobalSwitches.Help];

    private static readonly (string, string)[] _firstSteps =
    [
        ($"{ProductInfo.Name} demo", "See the gateway work; needs no key."),
        ($"{ProductInfo.Name} server start", "Start it. Providers whose keys are in the environment are ready, such as OPENAI_API_KEY or ANTHROPIC_API_KEY."),
        ($"{ProductInfo.Name} provider add --help", "Add another provider while it runs."),
    ];

    /// <inheritdoc/>
    public HelpMessage CreateCommandHelp(CommandDescriptor command, IReadOnlyList<CommandDescriptor> subCommandStack)
    {
        var options = command.Options.Where(option => !option.IsHidden).ToArray();
        return Message(new HelpText()
            .Line(string.Join(' ', ["Usage:", .. Words(subCommandStack), command.Name, .. command.Arguments.Select(Usage), "[OPTIONS]"]))
            .Paragraph(command.Description)
            .List("Example", command.Method.GetCustomAttribute<ExampleAttribute>() is { } example ? [(example.Line, example.Meaning)] : [])
            .List("Arguments", command.Arguments.Select(argument => (argument.Name.ToUpperInvariant(), Described(argument.Description, argument.DefaultValue))))
            .List("Options", options.Select(option => (Label(option), Described(option.Description, option.DefaultValue))).Append(_helpOption)));
    }

    /// <inheritdoc/>
    public HelpMessage CreateCommandsIndexHelp(CommandCollection commandCollection, IReadOnlyList<CommandDescriptor> subCommandStack)
    {
        // for a group without a command, Cocona 2.2.0 leaves this group out of the stack
        if (matcher.Matched is [.., { SubCommands: { } commandsOfGroup }])
        {
            (commandCollection, subCommandStack) = (commandsOfGroup, matcher.Matched);
        }

        var group = subCommandStack.LastOrDefault(command => !command.IsPrimaryCommand);
        CommandDescriptor[] commands = [.. commandCollection.All.Where(command => command is { IsPrimaryCommand: false, IsHidden: false })];
        var text = new HelpText()
            .Line(string.Join(' ', ["Usage:", .. Words(subCommandStack), "COMMAND"]))
            .Paragraph(group?.Description ?? ProductInfo.Description);
        return Message(group is null
            ? HelpGroups.Divide(commands, command => command.Name)
                .Aggregate(text, (page, part) => page.List(part.Heading, part.Commands.Select(Row), LabelColumn(commands)))
                .List("Options", _programOptions)
                .List("First steps", _firstSteps)
            : text.List("Commands", commands.Select(Row)).List("Options", [_helpOption]));
    }

    /// <inheritdoc/>
    public HelpMessage CreateVersionHelp() => Message(new HelpText().Line($"{ProductInfo.Name} {ProductInfo.Version}"));

    private static (string, string) Row(CommandDescriptor command) => (command.Name, command.Description);

    // the parts of one page share a column
    private static int LabelColumn(IEnumerable<CommandDescriptor> commands) => commands.Max(command => command.Name.Length);

    private static HelpMessage Message(HelpText text) => new(new HelpSection(new HelpPreformattedText(text.ToString())));

    private static IEnumerable<string> Words(IEnumerable<CommandDescriptor> groups) =>
        groups.Where(command => !command.IsPrimaryCommand).Select(command => command.Name).Prepend(ProductInfo.Name);

    private static string Usage(CommandArgumentDescriptor argument)
    {
        var name = argument.Name.ToUpperInvariant() + (argument.IsEnumerableLike ? "..." : "");
        return argument.IsRequired ? name : $"[{name}]";
    }

    private static string Label(CommandOptionDescriptor option)
    {
        var names = string.Join(", ", [.. option.ShortName.Select(letter => $"-{letter}"), "--" + option.Name]);
        var type = Nullable.GetUnderlyingType(option.OptionType) ?? option.OptionType;

        // without a name of its own, Cocona names a value after its type
        return type == typeof(bool) ? names : $"{names} {(option.ValueName == option.OptionType.Name ? "VALUE" : option.ValueName)}";
    }

    private static string Described(string description, CoconaDefaultValue value) => value switch
    {
        { HasValue: true, Value: not (null or false or "") } => $"{description} Default: {value.Value}.",
        _ => description,
    };
}
