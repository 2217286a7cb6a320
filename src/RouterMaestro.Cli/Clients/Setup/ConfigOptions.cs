using RouterMaestro.Cli.Clients.Kinds;

namespace RouterMaestro.Cli.Clients.Setup;

/// <summary>What the command line says of a client's setup; what it leaves out is asked for.</summary>
internal sealed record ConfigOptions
{
    /// <summary>Gets the level.</summary>
    public SettingsLevel? Level { get; init; }

    /// <summary>Gets the model.</summary>
    public string? Model { get; init; }

    /// <summary>Gets the small model.</summary>
    public string? SmallModel { get; init; }

    /// <summary>Gets whether models are written as their vendors know them; null if that was not said.</summary>
    public bool? HasOfficialIds { get; init; }

    /// <summary>Gets whether the status line is set up; null if that was not said.</summary>
    public bool? HasStatusline { get; init; }

    /// <summary>Gets the size at which conversations are summarized; 0 to leave it as it is, null to choose it by the model.</summary>
    public int? AutoCompactWindow { get; init; }

    /// <summary>Gets a value indicating whether nobody is asked.</summary>
    public bool IsConfirmed { get; init; }

    /// <summary>Gets a value indicating whether the change is only shown.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>Gets a value indicating whether the client's requests are tried.</summary>
    public bool IsChecked { get; init; }

    /// <summary>Gets a value indicating whether JSON is printed.</summary>
    public bool AsJson { get; init; }
}

/// <summary>The setup of a client, as it is written.</summary>
/// <param name="Level">The level.</param>
/// <param name="Settings">The settings.</param>
internal sealed record ClientPlan(SettingsLevel Level, ClientSettings Settings)
{
    /// <summary>Gets sentences about what was not done as it was asked.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
