using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Domain.Usage;

/// <summary>Decides where the tokens that a provider charges for differ from those that its usage states.</summary>
internal static class ChargedUsage
{
    /// <summary>Returns the usage with the charged counts.</summary>
    /// <param name="usage">The usage of the response.</param>
    /// <param name="charged">
    /// The tokens that are charged. Copilot's <c>token_details</c> do not overlap, know no time of cache writes and count reasoning as output.
    /// </param>
    /// <returns>The usage itself if nothing differs.</returns>
    public static TokenUsage Of(TokenUsage usage, TokenUsage charged)
    {
        var written = charged.CacheWrite + charged.CacheWriteHour;
        if (usage.Input == charged.Input && usage.CacheRead == charged.CacheRead && usage.CacheWrite + usage.CacheWriteHour == written && usage.Completion == charged.Completion)
        {
            return usage;
        }

        var hour = Math.Min(usage.CacheWriteHour, written);
        var reasoning = Math.Min(usage.Reasoning, charged.Completion);
        return usage with
        {
            Input = charged.Input,
            CacheRead = charged.CacheRead,
            CacheWrite = written - hour,
            CacheWriteHour = hour,
            Output = charged.Completion - reasoning,
            Reasoning = reasoning,
        };
    }
}
