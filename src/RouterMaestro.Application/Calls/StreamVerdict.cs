using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Application.Calls;

/// <summary>The verdict of a guard on one event. The family is closed.</summary>
public abstract record StreamVerdict
{
    private StreamVerdict()
    {
    }

    /// <summary>Gets the verdict that lets the event pass.</summary>
    public static StreamVerdict Pass { get; } = new Passed();

    /// <summary>Creates a verdict that puts other events in the place of the event: of a guard that rewrites.</summary>
    /// <param name="events">The events, none to hold the event back. All that pass must be a legal script of <see cref="ChatEvent"/>.</param>
    public static StreamVerdict Replace(EquatableArray<ChatEvent> events) => new Replaced(events);

    /// <summary>Creates a verdict that leaves the event out and reports it as a loss: of a guard that rewrites.</summary>
    /// <param name="field">The lost field, such as <c>citations</c>.</param>
    public static StreamVerdict Drop(string field) => new Dropped(field);

    /// <summary>Creates a verdict that ends the response before the event, as a complete one: of a guard that rewrites. Parts that are open end.</summary>
    /// <param name="finish">The finish reason.</param>
    public static StreamVerdict Cut(FinishReason finish) => new CutOff(finish);

    /// <summary>Creates a verdict that fails the response: the caller gets an error that says overloaded, after which clients retry.</summary>
    /// <param name="message">One sentence for the caller.</param>
    public static StreamVerdict Fail(string message) => new Failed(message);

    internal sealed record Passed : StreamVerdict;

    internal sealed record Replaced(EquatableArray<ChatEvent> Events) : StreamVerdict;

    internal sealed record Dropped(string Field) : StreamVerdict;

    internal sealed record CutOff(FinishReason Finish) : StreamVerdict;

    internal sealed record Failed(string Message) : StreamVerdict;
}
