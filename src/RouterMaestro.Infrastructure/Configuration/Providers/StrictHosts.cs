namespace RouterMaestro.Infrastructure.Configuration.Providers;

/// <summary>Hosts of compatible servers that refuse requests with a member that they don't know.</summary>
internal static class StrictHosts
{
    private static readonly string[] _suffixes = ["api.openai.com", "openai.azure.com", "services.ai.azure.com", "api.groq.com", "api.mistral.ai"];

    /// <summary>Tells whether an address is at such a host.</summary>
    public static bool Holds(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && Array.Exists(_suffixes, suffix => uri.Host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase));
}
