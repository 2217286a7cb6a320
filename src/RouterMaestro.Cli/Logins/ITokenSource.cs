namespace RouterMaestro.Cli.Logins;

/// <summary>A place where programs store GitHub tokens.</summary>
internal interface ITokenSource
{
    /// <summary>Finds the tokens of this place. A place that does not exist or cannot be read has none.</summary>
    /// <param name="cancellationToken">Ends the search.</param>
    Task<IReadOnlyList<FoundToken>> FindAsync(CancellationToken cancellationToken);
}
