namespace RouterMaestro.Application.Ports;

/// <summary>Knows problems that come and go while the gateway runs, beside those of the configuration.</summary>
internal interface IProblemSource
{
    /// <summary>Gets the problems that there are now.</summary>
    IEnumerable<ConfigProblem> Problems { get; }
}
