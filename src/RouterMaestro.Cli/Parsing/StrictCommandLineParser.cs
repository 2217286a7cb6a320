using Cocona.Command;
using Cocona.CommandLine;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Parsing;

/// <summary>
/// Refuses what Cocona 2.2.0 ignores or misreads: surplus words, which it drops; <c>--flag false</c>, which it reads as the flag and a
/// word; <c>--flag=maybe</c>, which it reads as false; and <c>--name --other</c>, which it reads as the value <c>--other</c>.
/// </summary>
internal sealed class StrictCommandLineParser : ICoconaCommandLineParser
{
    private static readonly string[] _switchValues = ["true", "false", "1", "0"];

    // what people write behind a switch to turn it on or off
    private static readonly string[] _switchWords = [.. _switchValues, "yes", "no", "on", "off"];

    private readonly CoconaCommandLineParser _parser = new();

    /// <inheritdoc/>
    public bool TryGetCommandName(IReadOnlyList<string> args, out string commandName) => _parser.TryGetCommandName(args, out commandName!);

    /// <inheritdoc/>
    public ParsedCommandLine ParseCommand(
        IReadOnlyList<string> args, IReadOnlyList<ICommandOptionDescriptor> optionDescriptors, IReadOnlyList<CommandArgumentDescriptor> argumentDescriptors)
    {
        var parsed = _parser.ParseCommand(args, optionDescriptors, argumentDescriptors);
        if (parsed.Options.Any(o => o.Option is CommandOptionLikeCommandDescriptor))
        {
            return parsed; // help and version explain, whatever else is written
        }

        foreach (var option in parsed.Options)
        {
            CheckSwitch(option, args);
            CheckValue(option, args, optionDescriptors);
        }

        if (parsed.UnknownOptions is [var unknown, ..])
        {
            throw new WrongUsageException($"Unknown option '{Spelled(unknown)}'.{Suggestion.For(unknown, optionDescriptors.Select(o => o.Name), "--")}");
        }

        if (parsed.Arguments.Count > argumentDescriptors.Count && !argumentDescriptors.Any(a => a.IsEnumerableLike))
        {
            throw new WrongUsageException(Surplus(parsed.Arguments[argumentDescriptors.Count].Value, argumentDescriptors));
        }

        return parsed;
    }

    private static void CheckSwitch(CommandOption option, IReadOnlyList<string> args)
    {
        if (option.Option is not CommandOptionDescriptor { OptionType: var type, Name: var name } || (Nullable.GetUnderlyingType(type) ?? type) != typeof(bool))
        {
            return;
        }

        var written = args[option.Position];
        if (written.Split('=', 2) is [_, var value])
        {
            if (!_switchValues.Contains(value, StringComparer.OrdinalIgnoreCase))
            {
                throw new WrongUsageException($"--{name} is on or off: write --{name} or --{name}=false, not '{written}'.");
            }
        }
        else if (option.Position + 1 < args.Count && _switchWords.Contains(args[option.Position + 1], StringComparer.OrdinalIgnoreCase))
        {
            throw new WrongUsageException(
                $"--{name} takes no word behind a blank: write --{name} or --{name}=false, not '{written} {args[option.Position + 1]}'.");
        }
    }

    private static void CheckValue(CommandOption option, IReadOnlyList<string> args, IReadOnlyList<ICommandOptionDescriptor> known)
    {
        // Cocona gives the place of a value that is a word of its own; one behind = is meant as it is
        if (option is { Option: CommandOptionDescriptor { Name: var name }, Value: ['-', _, ..] value } && args[option.Position] == value
            && (value.StartsWith("--", StringComparison.Ordinal) || known.Any(other => other.ShortName.Any(letter => value == $"-{letter}"))))
        {
            throw new WrongUsageException($"--{name} needs a value, not the option '{value}'; a value of this form is written --{name}={value}.");
        }
    }

    private static string Spelled(string option) => option.Length == 1 ? "-" + option : "--" + option.Split('=')[0];

    private static string Surplus(string word, IReadOnlyList<CommandArgumentDescriptor> arguments) => arguments.Count switch
    {
        0 => $"'{word}' is one word too many: this command takes only options.",
        1 => $"'{word}' is one word too many: this command takes one, {arguments[0].Name.ToUpperInvariant()}.",
        _ => $"'{word}' is one word too many: this command takes {string.Join(" and ", arguments.Select(a => a.Name.ToUpperInvariant()))}.",
    };
}
