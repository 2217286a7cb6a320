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

    private sealed class Empty : CallHeaders
    {
        public override void Visit<TState>(TState state, Action<TState, string, string> visit)
        {
        }
    }
}
