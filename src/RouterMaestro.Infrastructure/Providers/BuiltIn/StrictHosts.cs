namespace RouterMaestro.Infrastructure.Providers.BuiltIn;

/// <summary>Hosts that refuse Chat requests with unknown members.</summary>
/// <remarks>
/// OpenAI (nashsu/llm_wiki#336), Azure (earendil-works/pi#9645, musistudio/claude-code-router#724), Groq
/// (NousResearch/hermes-agent#75089) and Mistral (mistralai/platform-docs-public#7).
/// </remarks>
internal static class StrictHosts
{
    private static readonly string[] _suffixes = ["api.openai.com", "openai.azure.com", "services.ai.azure.com", "api.groq.com", "api.mistral.ai"];

    /// <summary>Returns whether an address is at such a host.</summary>
    public static bool Holds(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && Array.Exists(_suffixes, suffix => uri.Host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase));
}
