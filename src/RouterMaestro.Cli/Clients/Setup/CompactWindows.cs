using RouterMaestro.Cli.Clients.Kinds;

namespace RouterMaestro.Cli.Clients.Setup;

/// <summary>Chooses the size at which Claude Code summarizes a conversation. For a name that it does not know, 2.1.330 takes a window of a million tokens for granted.</summary>
internal static class CompactWindows
{
    /// <summary>The smallest size that Claude Code accepts.</summary>
    public const int Min = 100_000;

    private const int Default = 200_000;
    private const int Long = 1_000_000;

    /// <summary>Returns the size for a model.</summary>
    public static int Of(ClientModel model) => Math.Max(Min, WindowOf(model));

    /// <summary>Returns the tokens that a model takes, as far as they are known.</summary>
    public static int WindowOf(ClientModel model) =>
        model.Id.EndsWith(ModelChoices.LongSuffix, StringComparison.Ordinal) ? Long : model.UsableWindow ?? Default;
}
