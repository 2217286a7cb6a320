namespace RouterMaestro.Domain.Pricing;

/// <summary>The names of service tiers in responses.</summary>
public static class ServiceTiers
{
    // OpenAI and xAI say "default", Anthropic "standard", Groq "on_demand", Vertex "ON_DEMAND"; "auto" comes back where a server repeats the request
    private static readonly string[] _standard = ["default", "standard", "auto", "on_demand"];

    /// <summary>Returns the name of a tier for the lookup of its prices.</summary>
    /// <param name="servedTier">The name as it came; null if there was none.</param>
    /// <returns>The name in lower case; empty for the standard tier.</returns>
    public static string Normalize(string? servedTier)
    {
        if (string.IsNullOrEmpty(servedTier))
        {
            return "";
        }

        foreach (var name in _standard)
        {
            if (name.Equals(servedTier, StringComparison.OrdinalIgnoreCase))
            {
                return "";
            }
        }

        return servedTier.ToLowerInvariant();
    }
}
