namespace RouterMaestro.Application.Calls;

/// <summary>The header fields of a caller's request, for providers to pick from.</summary>
public abstract class CallHeaders
{
    /// <summary>Gets the headers of a caller that has none.</summary>
    public static CallHeaders None { get; } = new Empty();

    /// <summary>Visits every field.</summary>
    /// <typeparam name="TState">What the visitor works on.</typeparam>
    /// <param name="state">What the visitor works on.</param>
    /// <param name="visit">The visitor: state, name, value.</param>
    public abstract void Visit<TState>(TState state, Action<TState, string, string> visit);

    private sealed class Empty : CallHeaders
    {
        public override void Visit<TState>(TState state, Action<TState, string, string> visit)
        {
        }
    }
}
