using RouterMaestro.Domain;

namespace RouterMaestro.Application.Configuration;

/// <summary>The result of a change of the routing settings. The family is closed.</summary>
internal abstract record RoutingChange
{
    private RoutingChange()
    {
    }

    /// <summary>The change is in effect, or there was nothing to change.</summary>
    /// <param name="Document">The settings in effect.</param>
    public sealed record Done(RoutingDocument Document) : RoutingChange
    {
        /// <summary>Gets what the operator should know, each with its path.</summary>
        public EquatableArray<string> Warnings { get; init; } = [];
    }

    /// <summary>The caller has another version than the current one.</summary>
    /// <param name="CurrentRevision">The current version.</param>
    public sealed record Stale(string CurrentRevision) : RoutingChange;

    /// <summary>The new settings are not valid, so that the old ones stay in effect.</summary>
    /// <param name="Errors">The errors, each with its path.</param>
    public sealed record Invalid(EquatableArray<string> Errors) : RoutingChange;
}
