using RouterMaestro.Cli.Clients.Files;

namespace RouterMaestro.Cli.Clients.Kinds;

/// <summary>Whose settings a file holds.</summary>
internal enum SettingsLevel
{
    /// <summary>Those of the user, in all projects.</summary>
    User,

    /// <summary>Those of the project in the current folder, for everybody who works on it.</summary>
    Project,
}

/// <summary>What is known of a client: its files, its settings and its requests.</summary>
internal abstract class ClientKind
{
    /// <summary>Gets the name in commands.</summary>
    public abstract string Name { get; }

    /// <summary>Gets the name for people.</summary>
    public abstract string Title { get; }

    /// <summary>Gets the program.</summary>
    public abstract string Executable { get; }

    /// <summary>Gets the package of npm that installs it.</summary>
    public abstract string Package { get; }

    /// <summary>Gets a value indicating whether it has a second, small model, for titles and summaries.</summary>
    public virtual bool HasSmallModel => false;

    /// <summary>Gets a value indicating whether its settings of a level can hold more than the model.</summary>
    /// <param name="level">The level.</param>
    public virtual bool HasProvider(SettingsLevel level) => true;

    /// <summary>Returns the settings file.</summary>
    public abstract string FileOf(ClientPlaces places, SettingsLevel level);

    /// <summary>Returns the text of the settings file with the settings in it.</summary>
    /// <param name="text">The text as it is; empty if there is no file.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="level">The level.</param>
    /// <param name="notes">Takes what else the person should know of the change.</param>
    /// <exception cref="SettingsFormatException">The text cannot be edited.</exception>
    public abstract string Change(string text, ClientSettings settings, SettingsLevel level, ICollection<string> notes);

    /// <summary>Reads what a settings file says of the gateway; null if it says nothing of it.</summary>
    /// <exception cref="SettingsFormatException">The text cannot be read.</exception>
    public abstract ConfiguredClient? Read(string text);

    /// <summary>Returns what overrides the settings, or keeps them from working, as sentences.</summary>
    public abstract IEnumerable<string> Warnings(ClientPlaces places, SettingsLevel level, string text);

    /// <summary>Returns what the person has to do once the settings are written; null for nothing.</summary>
    public virtual string? NextStep(string file, SettingsLevel level) => null;

    /// <summary>Returns the arguments and variables with which the client calls the gateway, whatever its files say.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="key">The key of the gateway.</param>
    /// <param name="places">The places of its files.</param>
    public abstract ClientLaunch Launch(ClientSettings settings, string key, ClientPlaces places);

    /// <summary>Returns requests in the forms of the client's own.</summary>
    public abstract IReadOnlyList<ClientRequest> Requests(string model, string? smallModel);
}

/// <summary>What a settings file says of the gateway.</summary>
/// <param name="Address">The address; null if the level has none.</param>
/// <param name="Model">The model.</param>
/// <param name="SmallModel">The small model; null if there is none.</param>
internal sealed record ConfiguredClient(string? Address, string Model, string? SmallModel);

/// <summary>How a client is started.</summary>
internal sealed class ClientLaunch
{
    /// <summary>Gets the arguments before those of the person.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Gets the environment variables to set, or with null to leave out.</summary>
    public required IReadOnlyDictionary<string, string?> Variables { get; init; }
}
