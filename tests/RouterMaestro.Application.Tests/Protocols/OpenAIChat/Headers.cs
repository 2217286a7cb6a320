using RouterMaestro.Application.Protocols;

namespace RouterMaestro.Application.Tests.Protocols.OpenAIChat;

/// <summary>The header fields of an answer, given by hand.</summary>
internal sealed class Headers(Dictionary<string, string> fields) : IUpstreamHeaders
{
    public string? Find(string name) => fields.GetValueOrDefault(name);
}
