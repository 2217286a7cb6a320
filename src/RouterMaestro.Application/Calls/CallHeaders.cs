namespace RouterMaestro.Application.Calls;

/// <summary>The header fields of a caller's request, from which a provider selects the ones to forward.</summary>
public abstract class CallHeaders
{
    /// <summary>Gets the headers of a caller without any.</summary>
    public static CallHeaders None { get; } = new Empty();

    /// <summary>Visits every field.</summary>
    /// <typeparam name="TState">The state passed to the visitor.</typeparam>
    /// <param name="state">The state passed to the visitor.</param>
    /// <param name="visit">The visitor: state, name, value.</param>
    public abstract void Visit<TState>(TState state, Action<TState, string, string> visit);

    /// <summary>Finds a field.</summary>
    /// <param name="name">The name, in any case.</param>
    /// <returns>The value; null if there is no such field.</returns>
    internal virtual string? Find(string name)
    {
        var search = new Search(name);
        Visit(search, static (search, field, value) => search.Visit(field, value));
        return search.Found;
    }

    private sealed class Search(string name)
    {
        public string? Found { get; private set; }

        public void Visit(string field, string value) => Found = field.Equals(name, StringComparison.OrdinalIgnoreCase) ? value : Found;
    }

    private sealed class Empty : CallHeaders
    {
        public override void Visit<TState>(TState state, Action<TState, string, string> visit)
        {
        }

        internal override string? Find(string name) => null;
    }
}
