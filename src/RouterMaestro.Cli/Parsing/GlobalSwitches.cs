using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Parsing;

/// <summary>The switches that every command takes, wherever they are written. They are taken off the arguments, since Cocona has no options that all commands share.</summary>
/// <param name="IsQuiet">Whether confirmations and notes are left out.</param>
/// <param name="IsColorless">Whether nothing is drawn in colours.</param>
/// <param name="IsDebug">Whether errors are shown with their causes and stacks.</param>
/// <param name="Rest">The other arguments.</param>
internal sealed record GlobalSwitches(bool IsQuiet, bool IsColorless, bool IsDebug, string[] Rest)
{
    /// <summary>The switches as help shows them.</summary>
    public static readonly IReadOnlyList<(string Label, string Meaning)> Help =
    [
        ("-q, --quiet", "Print data, warnings and errors only."),
        ("--no-color", "Use no colours; so does the variable NO_COLOR."),
        ("--debug", "Show the causes of errors."),
    ];

    // what stands behind the client of this command is the client's
    private const string ForeignArguments = "run";

    /// <summary>Tells whether what stands behind a command's first argument belongs to another program.</summary>
    /// <param name="command">The name of the command.</param>
    public static bool IsForeignBehind(string command) => command == ForeignArguments;

    /// <summary>Takes the switches off the arguments.</summary>
    /// <param name="args">The arguments of the program.</param>
    public static GlobalSwitches Take(string[] args)
    {
        var end = EndOfOwn(args);
        var rest = new List<string>(args.Length);
        var (isQuiet, isColorless, isDebug) = (false, false, false);
        foreach (var argument in args.AsSpan(0, end))
        {
            switch (argument)
            {
                case "-q" or "--quiet":
                    isQuiet = true;
                    break;
                case "--no-color":
                    isColorless = true;
                    break;
                case "--debug":
                    isDebug = true;
                    break;
                default:
                    rest.Add(argument);
                    break;
            }
        }

        return new(isQuiet, isColorless, isDebug, [.. rest, .. args[end..]]);
    }

    /// <summary>Adds the switches to the surroundings of a command.</summary>
    /// <param name="environment">The surroundings.</param>
    public CliEnvironment ApplyTo(CliEnvironment environment) => environment with
    {
        IsQuiet = IsQuiet,
        IsDebug = IsDebug,
        HasColor = !IsColorless && environment.IsTerminal && environment.NonBlank("NO_COLOR") is null && environment.Variable("TERM") != "dumb",
    };

    private static int EndOfOwn(string[] args)
    {
        var first = Array.FindIndex(args, argument => !argument.StartsWith('-'));
        if (first >= 0 && args[first] == ForeignArguments)
        {
            return first;
        }

        var dashes = Array.IndexOf(args, "--");
        return dashes >= 0 ? dashes : args.Length;
    }
}
