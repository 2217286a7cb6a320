using System.Text.Json.Nodes;
using RouterMaestro.Domain;

namespace RouterMaestro.Application.Ports;

/// <summary>Stores the routing settings.</summary>
internal interface IPrioritiesStore
{
    /// <summary>Reads the settings in effect: the members that are set, and the members that every reader needs with their defaults.</summary>
    JsonObject Read();

    /// <summary>Changes the settings atomically: it sees concurrent changes, and the change is in effect on return.</summary>
    /// <param name="isWhole">Whether the change replaces all settings, so that a broken file may be replaced.</param>
    /// <param name="change">Returns the new content; null to change nothing.</param>
    /// <returns>The errors of the new content, which then is not stored; empty if it is stored.</returns>
    /// <exception cref="Domain.Failures.RouterException">There is no file to write to, the file cannot be written, or it is broken and the change does not replace it.</exception>
    EquatableArray<string> Change(bool isWhole, Func<JsonObject, JsonObject?> change);
}
