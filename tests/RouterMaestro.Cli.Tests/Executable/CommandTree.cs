using Cocona.Command;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace RouterMaestro.Cli.Tests.Executable;

/// <summary>The commands of the program, as it knows them itself.</summary>
internal static class CommandTree
{
    /// <summary>A command that does something, with its options and how many arguments it needs.</summary>
    /// <param name="Words">The words of its groups and its own.</param>
    /// <param name="Options">Its options.</param>
    /// <param name="Required">The number of arguments that it needs.</param>
    /// <param name="Limit">The largest number of arguments.</param>
    internal sealed record Command(IReadOnlyList<string> Words, IReadOnlyList<Option> Options, int Required, int Limit);

    /// <summary>An option.</summary>
    /// <param name="Spellings">How it may be written.</param>
    /// <param name="IsSwitch">Whether it takes no value.</param>
    internal sealed record Option(string[] Spellings, bool IsSwitch);

    /// <summary>Gets the words of all pages of help: the program, its groups and its commands.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Pages() =>
        [.. Commands().SelectMany(command => Enumerable.Range(0, command.Words.Count + 1).Select(length => string.Join(' ', command.Words.Take(length))))
            .Distinct().Select(page => page.Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    /// <summary>Gets all commands, without groups.</summary>
    public static IReadOnlyList<Command> Commands()
    {
        using var home = new TestHome();
        using var host = new HostBuilder()
            .ConfigureServices(services => services.AddCommandServices(home.CliEnvironment()))
            .ConfigureCocona([], configureHost: null, CommandLine.AddCommands)
            .Build();
        return [.. Read([], host.Services.GetRequiredService<ICoconaCommandProvider>().GetCommandCollection())];
    }

    private static IEnumerable<Command> Read(string[] group, CommandCollection commands) =>
        commands.All.Where(command => command is { IsPrimaryCommand: false, IsHidden: false }).SelectMany(command =>
            command.SubCommands is { } inner ? Read([.. group, command.Name], inner) : [Of([.. group, command.Name], command)]);

    private static Command Of(string[] words, CommandDescriptor command) => new(
        words,
        [.. command.Options.Where(option => !option.IsHidden).Select(option => new Option(
            [.. option.ShortName.Select(letter => $"-{letter}"), "--" + option.Name],
            (Nullable.GetUnderlyingType(option.OptionType) ?? option.OptionType) == typeof(bool)))],
        command.Arguments.Count(argument => argument.IsRequired),
        command.Arguments.Any(argument => argument.IsEnumerableLike) ? int.MaxValue : command.Arguments.Count);
}
