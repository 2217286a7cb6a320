namespace RouterMaestro.Cli.Parsing;

/// <summary>The order in which the program's help shows its commands: by what people want to do.</summary>
internal static class HelpGroups
{
    private const string Others = "More";

    private static readonly (string Heading, string[] Commands)[] _groups =
    [
        ("Start", ["demo", "server", "doctor"]),
        ("Providers and models", ["auth", "provider", "model", "import"]),
        ("Clients", ["run", "config", "key", "context"]),
        ("Look", ["explain", "stats", "statusline", "translate"]),
    ];

    /// <summary>Divides commands into groups; what no group names comes last.</summary>
    /// <param name="commands">The commands.</param>
    /// <param name="nameOf">Gets the name of a command.</param>
    public static IEnumerable<(string Heading, IReadOnlyList<T> Commands)> Divide<T>(IReadOnlyCollection<T> commands, Func<T, string> nameOf)
    {
        foreach (var (heading, names) in _groups)
        {
            T[] found = [.. names.SelectMany(name => commands.Where(command => nameOf(command) == name))];
            if (found.Length > 0)
            {
                yield return (heading, found);
            }
        }

        var named = _groups.SelectMany(group => group.Commands).ToHashSet();
        if (commands.Where(command => !named.Contains(nameOf(command))).ToArray() is { Length: > 0 } others)
        {
            yield return (Others, others);
        }
    }
}
