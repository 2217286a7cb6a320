using System.Text.Json.Nodes;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Copilot;

/// <summary>The price of a token by its type, in nano-AIU: 1e9 nano-AIU are one credit, 0.01 USD. Zero is a valid price.</summary>
/// <param name="Input">An input token that is neither read from nor written to a cache.</param>
/// <param name="CacheRead">An input token read from a cache.</param>
/// <param name="CacheWrite">An input token written to a cache, for 5 minutes or an hour alike.</param>
/// <param name="Output">An output token, reasoning included.</param>
public sealed record CopilotPrices(long Input = 300_000, long CacheRead = 30_000, long CacheWrite = 375_000, long Output = 1_500_000)
{
    private const int BatchSize = 1_000_000;

    /// <summary>Computes what an answer costs, nano-AIU.</summary>
    internal long Cost(SimulatedUsage usage) => Counts(usage).Sum(c => c.Count * c.Price);

    /// <summary>Writes <c>copilot_usage</c>. The types of tokens don't overlap, whatever the protocol's own usage counts together.</summary>
    internal JsonObject ToJson(SimulatedUsage usage) => new()
    {
        ["token_details"] = new JsonArray([.. Counts(usage).Where(c => c.Count > 0).Select(c => new JsonObject
        {
            ["token_type"] = c.Type,
            ["token_count"] = c.Count,
            ["cost_per_batch"] = c.Price * BatchSize,
            ["batch_size"] = BatchSize,
        })]),
        ["total_nano_aiu"] = Cost(usage),
    };

    private (string Type, long Count, long Price)[] Counts(SimulatedUsage usage) =>
    [
        ("input", usage.Input, Input),
        ("cache_read", usage.CacheRead, CacheRead),
        ("cache_write", usage.CacheWrite, CacheWrite),
        ("output", usage.Output, Output),
    ];
}
