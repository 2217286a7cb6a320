using System.Text.Json.Nodes;

namespace RouterMaestro.Cli.Importing.Plans;

/// <summary>What the configuration of another program means here.</summary>
internal sealed record ImportPlan
{
    /// <summary>Gets the providers, also those that need no entry.</summary>
    public required IReadOnlyList<ImportedProvider> Providers { get; init; }

    /// <summary>Gets the preferred models, by qualified id.</summary>
    public required IReadOnlyList<string> Priorities { get; init; }

    /// <summary>Gets the number of other models that a call must be able to try; 0 if nothing falls back.</summary>
    public required int MaxRetries { get; init; }

    /// <summary>Gets what additional names mean: qualified ids.</summary>
    public required IReadOnlyDictionary<string, string> Aliases { get; init; }

    /// <summary>Gets the limits of models, by qualified id, as in <c>model_overrides</c>.</summary>
    public required IReadOnlyDictionary<string, JsonObject> Limits { get; init; }

    /// <summary>Gets the keys that the gateway's environment must hold.</summary>
    public required IReadOnlyList<ImportedKey> Keys { get; init; }

    /// <summary>Gets what cannot be carried over.</summary>
    public required IReadOnlyList<Omission> Omissions { get; init; }

    /// <summary>Gets what works in another way than before.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}

/// <summary>A provider.</summary>
/// <param name="Name">Its id.</param>
/// <param name="Type">Its type; null for a built-in one.</param>
/// <param name="BaseUrl">Its address; null for that of a built-in one.</param>
/// <param name="Entry">Its entry of <c>providers.json</c>; null if a built-in one needs none.</param>
internal sealed record ImportedProvider(string Name, string? Type, string? BaseUrl, JsonObject? Entry);

/// <summary>A key that the gateway's environment must hold.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Variable">The variable.</param>
/// <param name="Reason">Why this one.</param>
internal sealed record ImportedKey(string Provider, string Variable, string Reason);

/// <summary>Something that cannot be carried over.</summary>
/// <param name="Path">Its place in the file.</param>
/// <param name="Reason">Why, as a sentence.</param>
internal sealed record Omission(string Path, string Reason);
