using RouterMaestro.Cli.Shell;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Cli.Parsing;

/// <summary>Reads the values of options that take a protocol.</summary>
internal static class ProtocolNames
{
    /// <summary>Gets the names, for people.</summary>
    public static string List => string.Join(", ", WireProtocol.All.Select(protocol => protocol.Name));

    /// <summary>Finds a protocol.</summary>
    /// <param name="option">The option.</param>
    /// <param name="name">Its value.</param>
    /// <exception cref="WrongUsageException">There is no such protocol.</exception>
    public static WireProtocol Find(string option, string name) =>
        WireProtocol.Find(name) ?? throw new WrongUsageException($"{option} takes one of {List}, not '{name}'.");
}
