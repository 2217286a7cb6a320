using Cocona.Command;
using Cocona.Command.Binder;
using Cocona.Command.Dispatcher;
using Cocona.CommandLine;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Parsing;

/// <summary>
/// Says which argument or value is missing, and what a bad value of an option should be. Cocona 2.2.0 ends with 1 and names types of .NET
/// instead: "Option 'max-retries' requires Nullable`1 value". Switches are checked by <see cref="StrictCommandLineParser"/>.
/// </summary>
internal sealed class WrongValues(CommandDispatchDelegate next, CommandMatcher matcher) : CommandDispatcherMiddleware(next)
{
    public override async ValueTask<int> DispatchAsync(CommandDispatchContext ctx)
    {
        // an empty argument comes from a variable of the shell that is not set
        var arguments = ctx.Command.Arguments.Where(argument => !argument.IsEnumerableLike);
        foreach (var (argument, _) in arguments.Zip(ctx.ParsedCommandLine.Arguments).Where(pair => string.IsNullOrWhiteSpace(pair.Second.Value)))
        {
            var name = argument.Name.ToUpperInvariant();
            throw argument.IsRequired ? Missing(name) : new WrongUsageException($"{name} must not be empty: leave it out, or give a value.");
        }

        // Cocona 2.2.0 takes an empty number for an option that was not given
        if (ctx.ParsedCommandLine.Options.FirstOrDefault(IsEmptyNumber).Option is CommandOptionDescriptor { Name: var option })
        {
            throw new WrongUsageException($"--{option} takes a whole number, not ''.");
        }

        try
        {
            return await Next(ctx);
        }
        catch (ParameterBinderException wrong)
        {
            throw Explain(wrong, ctx);
        }
    }

    private WrongUsageException Explain(ParameterBinderException wrong, CommandDispatchContext ctx) => wrong switch
    {
        { Result: ParameterBinderResult.TypeNotSupported, Option: { } option } => new(
            $"--{option.Name} takes {(option.UnwrappedOptionType == typeof(int) ? "a whole number" : "another value")}, not '{ValueOf(option, ctx)}'."),
        { Result: ParameterBinderResult.InsufficientOptionValue, Option: { } option } => new($"--{option.Name} needs a value."),
        { Option: { } option } => Missing($"--{option.Name}"),
        { Argument: { } argument } => Missing(argument.Name.ToUpperInvariant()),
        _ => new(wrong.Message),
    };

    private static bool IsEmptyNumber(CommandOption given) =>
        given.Option is CommandOptionDescriptor { UnwrappedOptionType: var type } && type == typeof(int) && given.Value?.Trim() is "";

    private WrongUsageException Missing(string name) => new($"'{matcher.Words}' needs {name}: see '{matcher.Words} --help'.");

    private static string? ValueOf(CommandOptionDescriptor option, CommandDispatchContext ctx) =>
        ctx.ParsedCommandLine.Options.LastOrDefault(given => given.Option == option).Value;
}
