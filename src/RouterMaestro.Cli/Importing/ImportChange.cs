using System.Text.Json.Nodes;
using RouterMaestro.Cli.Importing.Plans;

namespace RouterMaestro.Cli.Importing;

/// <summary>What an import writes.</summary>
internal sealed record ImportChange
{
    /// <summary>Gets the entries of <c>providers.json</c> to add or replace, by id.</summary>
    public required IReadOnlyList<KeyValuePair<string, JsonObject>> Providers { get; init; }

    /// <summary>Gets the members of <c>priorities.json</c> to merge; empty if there are none.</summary>
    public required JsonObject Routing { get; init; }

    /// <summary>Gets the keys that the gateway's environment must hold for it.</summary>
    public required IReadOnlyList<ImportedKey> Keys { get; init; }

    /// <summary>Gets what stays as it is, though the file has it in another way.</summary>
    public required IReadOnlyList<Omission> Unchanged { get; init; }

    /// <summary>Gets whether nothing is written.</summary>
    public bool IsEmpty => Providers.Count == 0 && Routing.Count == 0;
}
