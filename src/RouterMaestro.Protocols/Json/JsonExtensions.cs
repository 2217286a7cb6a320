using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Protocols.Json;

/// <summary>Reads the members of objects that the canonical model does not know.</summary>
internal static class JsonExtensions
{
    /// <summary>Reads the unknown members of an object as extensions.</summary>
    /// <param name="document">The document.</param>
    /// <param name="parent">The object.</param>
    /// <param name="protocol">The protocol.</param>
    /// <param name="known">The names of the members that other code reads.</param>
    public static Extensions ReadExtensions(this JsonBody document, JsonElement parent, WireProtocol protocol, byte[][] known)
    {
        List<ExtensionField>? fields = null;
        document.Collect(parent, known, "", ref fields);
        return fields is null ? Extensions.None : new(protocol, fields.ToEquatableArray());
    }

    /// <summary>Reads the unknown members of an object that exists in its protocol only. The result names the protocol even if there are none.</summary>
    /// <param name="document">The document.</param>
    /// <param name="parent">The object.</param>
    /// <param name="protocol">The protocol.</param>
    /// <param name="known">The names of the members that other code reads.</param>
    public static Extensions ReadOwnExtensions(this JsonBody document, JsonElement parent, WireProtocol protocol, byte[][] known) =>
        document.ReadExtensions(parent, protocol, known) with { Protocol = protocol };

    /// <summary>Adds the unknown members of an object to fields.</summary>
    /// <param name="document">The document.</param>
    /// <param name="parent">The object; nothing is added if it is not an object.</param>
    /// <param name="known">The names of the members that other code reads.</param>
    /// <param name="prefix">The prefix of the names, such as <c>thinking.</c>.</param>
    /// <param name="fields">Receives the members; null while there are none.</param>
    public static void Collect(
        this JsonBody document, JsonElement parent, byte[][] known, string prefix, ref List<ExtensionField>? fields)
    {
        if (parent.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var member in parent.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Null && !IsKnown(member, known))
            {
                (fields ??= []).Add(new(prefix + JsonBody.NameOf(member), document.RawOf(member.Value)));
            }
        }
    }

    private static bool IsKnown(JsonProperty member, byte[][] known)
    {
        foreach (var name in known)
        {
            if (member.NameEquals(name))
            {
                return true;
            }
        }

        return false;
    }
}
