using RouterMaestro.Cli.Parsing;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Clients.Kinds;

/// <summary>The clients that this program sets up and runs.</summary>
internal sealed class KnownClients(IEnumerable<ClientKind> kinds)
{
    /// <summary>Gets the clients.</summary>
    public IReadOnlyList<ClientKind> All { get; } = [.. kinds];

    /// <summary>Finds a client by its name.</summary>
    /// <exception cref="WrongUsageException">There is none of this name.</exception>
    public ClientKind Find(string name) =>
        All.FirstOrDefault(kind => kind.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new WrongUsageException(
            $"'{name}' is not a client: {string.Join(", ", All.Select(kind => kind.Name))}.{Suggestion.For(name, All.Select(kind => kind.Name))}");

    /// <summary>Says that a program is not among them.</summary>
    /// <param name="title">The program.</param>
    /// <param name="reason">The reason.</param>
    public CommandFailedException NotServed(string title, string reason) =>
        new($"{title} is not served yet, since {reason}: {string.Join(", ", All.Select(kind => kind.Title))} are.");
}
