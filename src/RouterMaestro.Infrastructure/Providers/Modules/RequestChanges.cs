using System.Diagnostics.CodeAnalysis;
using RouterMaestro.Domain;

namespace RouterMaestro.Infrastructure.Providers.Modules;

/// <summary>The header fields and members of the body that are set in one request.</summary>
[Experimental("RM0001")]
public sealed class RequestChanges
{
    private readonly Dictionary<string, string> _headers = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, RawJson> _members = new(StringComparer.Ordinal);

    /// <summary>Gets the header fields by name, in any case.</summary>
    public IReadOnlyDictionary<string, string> Headers => _headers;

    /// <summary>Gets the members of the body's object by name.</summary>
    public IReadOnlyDictionary<string, RawJson> Members => _members;

    /// <summary>Sets a header field. It takes precedence over the gateway's and the caller's; one in the configuration takes precedence over it.</summary>
    /// <param name="name">The field's name; not one of the transport's, such as <c>Content-Length</c>.</param>
    /// <param name="value">The value, printable ASCII.</param>
    public void SetHeader(string name, string value) => _headers[name] = value;

    /// <summary>
    /// Sets a member of the body's object: replaces its value, or adds it. It applies to passthrough and translated requests alike, and to no
    /// request without a body.
    /// </summary>
    /// <param name="name">The member's name, in ASCII.</param>
    /// <param name="value">The value.</param>
    public void SetMember(string name, RawJson value) => _members[name] = value;
}
