using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Protocols.Tests.OpenAI.Chat;

/// <summary>The header fields of an answer, given by hand.</summary>
internal sealed class Headers(Dictionary<string, string> fields) : IUpstreamHeaders
{
    public string? Find(string name) => fields.GetValueOrDefault(name);
}
