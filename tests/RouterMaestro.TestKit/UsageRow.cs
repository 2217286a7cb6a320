using System.Globalization;

namespace RouterMaestro.TestKit;

/// <summary>A recorded call with what its provider counted.</summary>
/// <param name="Family">The family of the recording.</param>
/// <param name="Model">The model asked for.</param>
/// <param name="Name">The name of the recording.</param>
/// <param name="Tokens">The provider's count of the prompt, cached parts included.</param>
public sealed record UsageRow(string Family, string Model, string Name, int Tokens)
{
    /// <summary>Gets whether the prompt holds pictures, sound or files.</summary>
    public bool HasMedia { get; private init; }

    /// <summary>Gets whether the provider adds to the prompt what it keeps or finds itself.</summary>
    public bool HasServerFeatures { get; private init; }

    /// <summary>Gets whether the request was recorded incompletely.</summary>
    public bool IsElided { get; private init; }

    /// <summary>Reads all rows; none where the data is absent.</summary>
    public static IReadOnlyList<UsageRow> ReadAll() => SharedData.Root is not { } root
        ? []
        : [.. File.ReadLines(Path.Combine(root, "tokens", "usage-observed.tsv")).Skip(1).Select(line => Read(line.Split('\t')))];

    private static UsageRow Read(string[] cells)
    {
        // Anthropic counts cached tokens beside the other input tokens, the others within them
        var tokens = cells[0] == "anthropic-messages" ? Number(cells[4]) + Number(cells[5]) + Number(cells[6]) : Number(cells[4]);
        return new UsageRow(cells[0], cells[1], $"{cells[2]}#{cells[3]}", tokens)
        {
            HasMedia = cells[9] == "1",
            HasServerFeatures = cells[10] == "1",
            IsElided = cells[11] == "1",
        };
    }

    private static int Number(string cell) => int.Parse(cell, CultureInfo.InvariantCulture);
}
