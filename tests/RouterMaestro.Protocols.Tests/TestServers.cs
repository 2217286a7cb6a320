using RouterMaestro.Protocols.Abstractions.Servers;

namespace RouterMaestro.Protocols.Tests;

/// <summary>Servers of tests.</summary>
internal static class TestServers
{
    /// <summary>Gets a server that takes messages as they are said, but is not OpenAI: what a codec writes can be compared with what was said.</summary>
    public static ServerFacts AsWritten { get; } = ServerFacts.OpenAI with { TakesDeveloperRole = false };
}
