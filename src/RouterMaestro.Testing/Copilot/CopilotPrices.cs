namespace RouterMaestro.Testing.Copilot;

/// <summary>The price of a token by its type, in nano-AIU: 1e9 nano-AIU are one credit, 0.01 USD. Zero is a valid price.</summary>
/// <param name="Input">An input token that is neither read from nor written to a cache.</param>
/// <param name="CacheRead">An input token read from a cache.</param>
/// <param name="CacheWrite">An input token written to a cache, for 5 minutes or an hour alike.</param>
/// <param name="Output">An output token, reasoning included.</param>
public sealed record CopilotPrices(long Input = 300_000, long CacheRead = 30_000, long CacheWrite = 375_000, long Output = 1_500_000);
