using RouterMaestro.Application.Ports;

namespace RouterMaestro.Application.Configuration;

/// <summary>Collects what is wrong with a gateway that serves all the same, for its operators.</summary>
/// <param name="gateway">Knows the problems of the configuration.</param>
/// <param name="sources">Know further ones.</param>
internal sealed class GatewayProblems(IGatewayState gateway, IEnumerable<IProblemSource> sources)
{
    /// <summary>Lists the problems that there are now.</summary>
    public IReadOnlyList<ConfigProblem> List() => [.. gateway.Current.Problems, .. sources.SelectMany(source => source.Problems)];
}
