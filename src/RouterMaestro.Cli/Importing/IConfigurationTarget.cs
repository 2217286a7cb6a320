using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Importing;

/// <summary>A place that keeps providers and routing settings.</summary>
internal interface IConfigurationTarget
{
    /// <summary>Gets its name, for people.</summary>
    string Name { get; }

    /// <summary>Reads the configuration.</summary>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="CommandFailedException">It cannot be read.</exception>
    Task<CurrentConfiguration> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Writes a change, if the configuration still is what the change is based on.</summary>
    /// <param name="change">The change.</param>
    /// <param name="current">The configuration that it is based on.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    /// <returns>What the operator should know.</returns>
    /// <exception cref="CommandFailedException">It cannot be written.</exception>
    Task<IReadOnlyList<string>> WriteAsync(ImportChange change, CurrentConfiguration current, CancellationToken cancellationToken);
}
