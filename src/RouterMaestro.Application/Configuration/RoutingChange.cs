using RouterMaestro.Domain;

namespace RouterMaestro.Application.Configuration;

/// <summary>How a change of the routing settings went. The family is closed.</summary>
public abstract record RoutingChange
{
    private RoutingChange()
    {
    }

    /// <summary>The change is in effect, or there was nothing to change.</summary>
    /// <param name="Document">What is in effect.</param>
    public sealed record Done(RoutingDocument Document) : RoutingChange;

    /// <summary>The caller knows another version than the present one.</summary>
    /// <param name="CurrentRevision">The present version.</param>
    public sealed record Stale(string CurrentRevision) : RoutingChange;

    /// <summary>The new settings cannot be used, so that the old ones stay.</summary>
    /// <param name="Errors">What is wrong, each with its path.</param>
    public sealed record Invalid(EquatableArray<string> Errors) : RoutingChange;
}
