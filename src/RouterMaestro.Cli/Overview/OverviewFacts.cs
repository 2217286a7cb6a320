using RouterMaestro.AspNetCore.Admin.Contracts;

namespace RouterMaestro.Cli.Overview;

/// <summary>What the program knows of its surroundings when it is started without a command.</summary>
/// <param name="Context">The name of the current context.</param>
/// <param name="Endpoint">The address of its gateway.</param>
internal sealed record OverviewFacts(string Context, string Endpoint)
{
    /// <summary>Gets the gateway; null if it cannot be asked.</summary>
    public ServerContract? Gateway { get; init; }

    /// <summary>Gets why it cannot be asked; null if none runs on this machine, which is no fault.</summary>
    public string? Problem { get; init; }

    /// <summary>Gets the usage of today; null if none is recorded.</summary>
    public StatuslineTodayContract? Today { get; init; }

    /// <summary>Gets the providers that a gateway started now could call.</summary>
    public IReadOnlyList<string> Providers { get; init; } = [];
}
