using RouterMaestro.Cli.Importing.Plans;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Importing;

/// <summary>Imports the configuration of another program.</summary>
internal sealed class Importer(IEnumerable<IConfigurationReader> readers, TargetFinder targets, ImportReport report, SecretPrompt prompt, CliEnvironment environment)
{
    private const int MaxBytes = 8 * 1024 * 1024;

    /// <summary>Reads a file, shows what it means here, and writes that if a person agrees.</summary>
    /// <param name="program">The name of the program.</param>
    /// <param name="file">The file.</param>
    /// <param name="options">The options.</param>
    /// <param name="cancellationToken">Ends the command.</param>
    /// <exception cref="CommandFailedException">The file cannot be read or holds nothing to import, or the change cannot be written.</exception>
    public async Task RunAsync(string program, string file, ImportOptions options, CancellationToken cancellationToken)
    {
        var plan = await ReadAsync(readers.First(reader => reader.Name == program), file, cancellationToken);
        var (target, current) = await targets.FindAsync(cancellationToken);
        using var files = target as IDisposable;
        var change = new ImportMerge(plan, current, options.IsReplacing).Run();
        var result = new ImportResult(program, file, target.Name, plan, change);
        if (!options.AsJson)
        {
            report.Print(result);
        }

        if (plan.Providers.Count == 0)
        {
            report.PrintJson(result, options.AsJson);
            throw new CommandFailedException($"Nothing of {file} can be carried over.");
        }

        var isWritten = !change.IsEmpty && (options.IsAgreed || (!options.AsJson && await AskAsync(target, cancellationToken)));
        var warnings = isWritten ? await target.WriteAsync(change, current, cancellationToken) : [];
        report.PrintJson(result with { IsWritten = isWritten, Warnings = warnings }, options.AsJson);
        if (!options.AsJson)
        {
            report.PrintEnd(result with { IsWritten = isWritten, Warnings = warnings });
        }
    }

    private async Task<bool> AskAsync(IConfigurationTarget target, CancellationToken cancellationToken) =>
        environment.CanAsk && await prompt.AskYesAsync($"Write this to {target.Name}?", cancellationToken);

    private static async Task<ImportPlan> ReadAsync(IConfigurationReader reader, string file, CancellationToken cancellationToken)
    {
        try
        {
            return new FileInfo(file).Length <= MaxBytes
                ? reader.Read(await File.ReadAllTextAsync(file, cancellationToken))
                : throw new FormatException("is too large for a configuration");
        }
        catch (FormatException exception)
        {
            throw new CommandFailedException($"{file} {exception.Message}.", exception);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CommandFailedException(Directory.Exists(file) ? $"{file} is a folder: name the file in it." : $"There is no file {file}.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{file} cannot be read: {exception.Message.TrimEnd('.')}.", exception);
        }
    }
}

/// <summary>The options of an import.</summary>
/// <param name="IsAgreed">Whether to write without a question.</param>
/// <param name="IsReplacing">Whether to replace what is there under the same names.</param>
/// <param name="AsJson">Whether to print JSON.</param>
internal sealed record ImportOptions(bool IsAgreed, bool IsReplacing, bool AsJson);

/// <summary>An import, as it is shown.</summary>
/// <param name="Program">The name of the program.</param>
/// <param name="File">The file.</param>
/// <param name="Target">Where it is written, for people.</param>
/// <param name="Plan">What the file means here.</param>
/// <param name="Change">What is written.</param>
internal sealed record ImportResult(string Program, string File, string Target, ImportPlan Plan, ImportChange Change)
{
    /// <summary>Gets whether it is written.</summary>
    public bool IsWritten { get; init; }

    /// <summary>Gets what the operator should know after it.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
