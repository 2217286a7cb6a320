using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Parsing;

/// <summary>The switches that every command takes, wherever they are written. They are taken off the arguments, since Cocona has no options that all commands share.</summary>
/// <param name="IsQuiet">Whether confirmations and notes are left out.</param>
/// <param name="IsColorless">Whether nothing is drawn in colours.</param>
/// <param name="IsDebug">Whether errors are shown with their causes and stacks.</param>
/// <param name="Rest">The other arguments.</param>
internal sealed record GlobalSwitches(bool IsQuiet, bool IsColorless, bool IsDebug, string[] Rest)
{
    /// <summary>The variable that chooses the context for all commands of a shell.</summary>
    public const string ContextVariable = "ROUTER_MAESTRO_CONTEXT";

    /// <summary>The switches as help shows them.</summary>
    public static readonly IReadOnlyList<(string Label, string Meaning)> Help =
    [
        ("-q, --quiet", "Print data, warnings and errors only."),
        ("--no-color", "Use no colours; so does the variable NO_COLOR."),
        ("--debug", "Show the causes of errors."),
        ("--context NAME", $"Call the gateway of this context; so does the variable {ContextVariable}."),
    ];

    // what stands behind the client of this command is the client's
    private const string ForeignArguments = "run";
    private const string ContextSwitch = "--context";

    /// <summary>Gets the context that the command is meant for; null for the current one.</summary>
    public string? Context { get; private init; }

    /// <summary>Tells whether what stands behind a command's first argument belongs to another program.</summary>
    /// <param name="command">The name of the command.</param>
    public static bool IsForeignBehind(string command) => command == ForeignArguments;

    /// <summary>Tells whether the next word is the name of a context.</summary>
    /// <param name="args">The words before it.</param>
    public static bool AwaitsContext(IReadOnlyList<string> args) => args is [.., ContextSwitch] && EndOfOwn([.. args]) == args.Count;

    /// <summary>Finds the client that <c>run</c> starts: what stands behind it is the client's, also an option that this program has too.</summary>
    /// <param name="arguments">What stands behind <c>run</c>.</param>
    /// <returns>Its index; negative if it is missing.</returns>
    public static int IndexOfClient(string[] arguments)
    {
        for (var index = 0; index < arguments.Length; index++)
        {
            if (arguments[index] is "--model" or "--small-model" or ContextSwitch)
            {
                index++;
            }
            else if (!arguments[index].StartsWith('-'))
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>Takes the switches off the arguments.</summary>
    /// <param name="args">The arguments of the program.</param>
    /// <exception cref="WrongUsageException">The name of the context is missing.</exception>
    public static GlobalSwitches Take(string[] args)
    {
        var end = EndOfOwn(args);
        var rest = new List<string>(args.Length);
        var (isQuiet, isColorless, isDebug) = (false, false, false);
        string? context = null;
        for (var index = 0; index < end; index++)
        {
            switch (args[index])
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
                case ContextSwitch:
                    context = NameOf(++index < end ? args[index] : "");
                    break;
                case var argument when argument.StartsWith(ContextSwitch + "=", StringComparison.Ordinal):
                    context = NameOf(argument[(ContextSwitch.Length + 1)..]);
                    break;
                default:
                    rest.Add(args[index]);
                    break;
            }
        }

        return new(isQuiet, isColorless, isDebug, [.. rest, .. args[end..]]) { Context = context };
    }

    /// <summary>Adds the switches to the surroundings of a command.</summary>
    /// <param name="environment">The surroundings.</param>
    public CliEnvironment ApplyTo(CliEnvironment environment) => environment with
    {
        IsQuiet = IsQuiet,
        IsDebug = IsDebug,
        ContextName = Context ?? environment.NonBlank(ContextVariable),
        HasColor = !IsColorless && environment.IsTerminal && environment.NonBlank("NO_COLOR") is null && environment.Variable("TERM") != "dumb",
    };

    private static int EndOfOwn(string[] args)
    {
        var first = Array.FindIndex(args, argument => !argument.StartsWith('-'));
        if (first > 0 && args[first - 1] == ContextSwitch)
        {
            first = Array.FindIndex(args, first + 1, argument => !argument.StartsWith('-'));
        }

        if (first >= 0 && args[first] == ForeignArguments)
        {
            var client = IndexOfClient(args[(first + 1)..]);
            return client < 0 ? args.Length : first + 1 + client;
        }

        var dashes = Array.IndexOf(args, "--");
        return dashes >= 0 ? dashes : args.Length;
    }

    private static string NameOf(string value) => value.Trim() is { Length: > 0 } name && !name.StartsWith('-') ? name
        : throw new WrongUsageException($"{ContextSwitch} needs the name of a context: '{ProductInfo.Name} context list' shows all.");
}
