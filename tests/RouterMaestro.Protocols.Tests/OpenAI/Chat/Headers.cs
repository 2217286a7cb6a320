using RouterMaestro.Protocols.Errors;

namespace RouterMaestro.Protocols.Tests.OpenAI.Chat;

/// <summary>Response headers with given values.</summary>
internal sealed class Headers(Dictionary<string, string> fields) : IUpstreamResponseHeaders
{
    public string? Find(string name) => fields.GetValueOrDefault(name);
}
