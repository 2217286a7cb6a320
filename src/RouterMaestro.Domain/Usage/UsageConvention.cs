namespace RouterMaestro.Domain.Usage;

/// <summary>How a provider's counts overlap.</summary>
internal enum UsageConvention
{
    /// <summary>
    /// The input holds the tokens read from and written to a cache, and the output holds reasoning: OpenAI's Chat and Responses, and Copilot's. Servers
    /// that count reasoning beside the output show it by their total: xAI's grok-3-mini (recording xai-tool-call), Gemini through its OpenAI address.
    /// </summary>
    CacheInsideInput,

    /// <summary>
    /// The input holds neither the tokens read from a cache nor those written to one: Anthropic's Messages, and Copilot's native ones (9 input tokens
    /// beside 5,071 read from the cache in public captures). The output holds reasoning.
    /// </summary>
    CacheBesideInput,

    /// <summary>The prompt holds the tokens read from a cache, but not those of tools' results; reasoning is beside the candidates: Gemini.</summary>
    ReasoningBesideOutput,
}
