using Cocona.Command.Binder;
using Cocona.Command.Dispatcher;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Parsing;

/// <summary>
/// Says what a bad value of an option should be. Cocona 2.2.0 names types of .NET instead: "Option 'max-retries' requires Nullable`1 value".
/// Switches are checked by <see cref="StrictCommandLineParser"/>.
/// </summary>
internal sealed class WrongValues(CommandDispatchDelegate next) : CommandDispatcherMiddleware(next)
{
    public override async ValueTask<int> DispatchAsync(CommandDispatchContext ctx)
    {
        try
        {
            return await Next(ctx);
        }
        catch (ParameterBinderException wrong) when (wrong is { Result: ParameterBinderResult.TypeNotSupported, Option: { } option })
        {
            var value = ctx.ParsedCommandLine.Options.LastOrDefault(given => given.Option == option).Value;
            throw new WrongUsageException($"--{option.Name} takes {(option.UnwrappedOptionType == typeof(int) ? "a whole number" : "another value")}, not '{value}'.");
        }
    }
}
