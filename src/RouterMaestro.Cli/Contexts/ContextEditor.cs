using RouterMaestro.Cli.Parsing;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Contexts;

/// <summary>Reads and changes the contexts, each change against the file as it is then.</summary>
internal sealed class ContextEditor(ContextStore store)
{
    private const int MaxNameLength = 64;

    /// <summary>Gets the file.</summary>
    public string File => store.Path;

    /// <summary>Reads all contexts.</summary>
    public IReadOnlyList<GatewayContext> List() => store.All();

    /// <summary>Reads the name of the context that commands call.</summary>
    public string CurrentName() => store.CurrentName();

    /// <summary>Reads a context.</summary>
    /// <param name="name">Its name; null for the current one.</param>
    /// <exception cref="CommandFailedException">There is no such context.</exception>
    public GatewayContext Get(string? name) =>
        name is null ? store.Current() : store.All().FirstOrDefault(context => context.Name == name) ?? throw Unknown(name);

    /// <summary>Adds a context.</summary>
    /// <exception cref="CommandFailedException">There is such a context already.</exception>
    public GatewayContext Add(ContextChange change)
    {
        if (ErrorOfName(change.Name) is { } error)
        {
            throw new WrongUsageException(error);
        }

        // two names that differ in case alone are one mistake
        var same = store.All().FirstOrDefault(context => context.Name.Equals(change.Name, StringComparison.OrdinalIgnoreCase))?.Name;
        return (same is null ? store.TrySave(change, isNew: true) : null) ?? throw new CommandFailedException(
            $"There is a context '{same ?? change.Name}' already: change it with '{ProductInfo.Name} context update {same ?? change.Name}'.");
    }

    /// <summary>Changes a context.</summary>
    /// <exception cref="CommandFailedException">There is no such context.</exception>
    public GatewayContext Update(ContextChange change) => store.TrySave(change, isNew: false) ?? throw Unknown(change.Name);

    /// <summary>Makes a context the current one.</summary>
    /// <exception cref="CommandFailedException">There is no such context.</exception>
    public GatewayContext Select(string name) => store.TrySelect(name) ?? throw Unknown(name);

    /// <summary>Removes a context.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Whether it was the current one.</returns>
    /// <exception cref="CommandFailedException">There is no such context, or it is that of the gateway on this machine.</exception>
    public bool Remove(string name) => name == GatewayContext.Local
        ? throw new CommandFailedException($"The context '{name}' stands for the gateway on this machine and cannot be removed.")
        : store.TryRemove(name) ?? throw Unknown(name);

    private CommandFailedException Unknown(string name) =>
        new($"There is no context '{name}'; '{ProductInfo.Name} context list' shows all.{Suggestion.For(name, store.All().Select(context => context.Name))}");

    private static string? ErrorOfName(string name) =>
        name.Length > MaxNameLength || !char.IsAsciiLetterOrDigit(name[0]) || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.'))
            ? $"A context's name begins with a letter or a digit, and has only those and '-', '_' and '.': at most {MaxNameLength}."
            : null;
}
