using RouterMaestro.Protocols.Errors;

namespace RouterMaestro.Protocols.Tests.Schemas;

/// <summary>An answer whose header fields were not kept.</summary>
internal sealed class NoHeaders : IUpstreamResponseHeaders
{
    public static NoHeaders Instance { get; } = new();

    public string? Find(string name) => null;
}
