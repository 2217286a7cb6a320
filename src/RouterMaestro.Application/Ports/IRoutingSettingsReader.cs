using RouterMaestro.Domain;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Application.Ports;

/// <summary>Reads the routing settings from their document, with the defaults and the routing policies of the host.</summary>
public interface IRoutingSettingsReader
{
    /// <summary>Reads a document in the form of <c>priorities.json</c>. An invalid member gets its default, and unknown members have no effect.</summary>
    /// <param name="content">The document.</param>
    /// <param name="errors">The errors, each with its path; empty if the document is valid.</param>
    RoutingSettings Read(RawJson content, out EquatableArray<string> errors);

    /// <summary>Finds the members of a document that have no effect, because no setting has their name.</summary>
    /// <param name="content">The document.</param>
    /// <returns>A message for each member, with its path and the name that may have been meant.</returns>
    EquatableArray<string> FindUnknownMembers(RawJson content);
}
