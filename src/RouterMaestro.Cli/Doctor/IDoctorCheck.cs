namespace RouterMaestro.Cli.Doctor;

/// <summary>Looks at one thing that may be wrong. A new check is one class, and one line in <c>AddDoctor</c>.</summary>
internal interface IDoctorCheck
{
    /// <summary>Gets the heading under which its findings are shown; checks with the same one stand together.</summary>
    string Group { get; }

    /// <summary>Gets a value indicating whether it makes calls to providers, so that it runs only if that is asked for.</summary>
    bool IsLive => false;

    /// <summary>Looks.</summary>
    /// <param name="cancellationToken">Cancels the check.</param>
    /// <returns>What it found; nothing if there is nothing to say.</returns>
    Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken);
}
