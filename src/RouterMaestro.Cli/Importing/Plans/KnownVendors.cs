namespace RouterMaestro.Cli.Importing.Plans;

/// <summary>Vendors whose servers speak OpenAI's protocol, by the names that LiteLLM, OpenCode and the AI SDK have for them in their documentation of October 2026.</summary>
internal static class KnownVendors
{
    private const string SdkPrefix = "@ai-sdk/";

    private static readonly Vendor[] _vendors =
    [
        new("groq", "https://api.groq.com/openai/v1", "GROQ_API_KEY", []),
        new("mistral", "https://api.mistral.ai/v1", "MISTRAL_API_KEY", []),
        new("deepseek", "https://api.deepseek.com/v1", "DEEPSEEK_API_KEY", []),
        new("openrouter", "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY", ["@openrouter/ai-sdk-provider"]),
        new("xai", "https://api.x.ai/v1", "XAI_API_KEY", []),
        new("together", "https://api.together.xyz/v1", "TOGETHERAI_API_KEY", ["together_ai", "togetherai"]),
        new("fireworks", "https://api.fireworks.ai/inference/v1", "FIREWORKS_AI_API_KEY", ["fireworks_ai", "fireworks-ai"]),
        new("perplexity", "https://api.perplexity.ai", "PERPLEXITYAI_API_KEY", []),
        new("cerebras", "https://api.cerebras.ai/v1", "CEREBRAS_API_KEY", []),
        new("nvidia", "https://integrate.api.nvidia.com/v1", "NVIDIA_NIM_API_KEY", ["nvidia_nim"]),
        new("moonshot", "https://api.moonshot.ai/v1", "MOONSHOT_API_KEY", ["moonshotai"]),
        new("zai", "https://api.z.ai/api/paas/v4", "ZAI_API_KEY", []),
        new("deepinfra", "https://api.deepinfra.com/v1/openai", "DEEPINFRA_API_KEY", []),
        new("sambanova", "https://api.sambanova.ai/v1", "SAMBANOVA_API_KEY", []),
        new("dashscope", "https://dashscope-intl.aliyuncs.com/compatible-mode/v1", "DASHSCOPE_API_KEY", ["alibaba"]),
        new("huggingface", "https://router.huggingface.co/v1", "HF_TOKEN", []),
        new("gemini", "https://generativelanguage.googleapis.com/v1beta/openai", "GEMINI_API_KEY", ["google"]),
        new("ollama", "http://localhost:11434/v1", null, ["ollama_chat"]),
        new("lmstudio", "http://localhost:1234/v1", null, ["lm_studio"]),
    ];

    /// <summary>Finds a vendor by one of its names, or by the package of the AI SDK for it.</summary>
    /// <returns>The vendor; null if there is none.</returns>
    public static Vendor? Find(string name)
    {
        var plain = name.StartsWith(SdkPrefix, StringComparison.Ordinal) ? name[SdkPrefix.Length..] : name;
        return Array.Find(_vendors, vendor => vendor.Id == plain || vendor.OtherNames.Contains(plain));
    }
}

/// <summary>A vendor.</summary>
/// <param name="Id">The id for its provider.</param>
/// <param name="BaseUrl">The address of its protocol.</param>
/// <param name="Variable">The usual variable of its key; null if it needs none.</param>
/// <param name="OtherNames">Further names.</param>
internal sealed record Vendor(string Id, string BaseUrl, string? Variable, IReadOnlyList<string> OtherNames);
