using System.Text.Json.Nodes;
using RouterMaestro.Domain;

namespace RouterMaestro.Application.Ports;

/// <summary>Keeps what the operator decided about routing.</summary>
public interface IPrioritiesStore
{
    /// <summary>Reads what is in effect: the members that were decided, and those that every reader wants with their defaults.</summary>
    JsonObject Read();

    /// <summary>Changes it, in one step: what somebody else wrote meanwhile is seen, and the change is in effect on return.</summary>
    /// <param name="isWhole">Whether the change leaves nothing of what was there, so that a broken file may be replaced.</param>
    /// <param name="change">Makes the new content of the present one; null leaves it as it is.</param>
    /// <returns>What is wrong with the new content, which then is not kept; none when it is kept.</returns>
    /// <exception cref="Domain.Failures.RouterException">There is nothing to write to, or it cannot be written, or it is broken and not replaced.</exception>
    EquatableArray<string> Change(bool isWhole, Func<JsonObject, JsonObject?> change);
}
