using System.Text;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.RequestScanning;

/// <summary>Finds members of small objects.</summary>
internal static class MemberProbe
{
    /// <summary>Finds a member; the last of several with the same name, as System.Text.Json's JsonElement.GetProperty does.</summary>
    /// <param name="json">The object.</param>
    /// <param name="name">The name, in ASCII.</param>
    /// <param name="value">The value, with its place within the object; absent if there is no such member.</param>
    /// <returns>False when the object is broken.</returns>
    public static bool TryFind(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name, out SlotValue value)
    {
        value = default;
        var members = new TopLevelScanner(json);
        while (members.Read())
        {
            if (members.IsKey(name))
            {
                value = new(members.Value, members.Kind, members.Children);
            }
        }

        return !members.IsBroken;
    }

    /// <summary>Reads an id; null if there is no such member, or it is not a plain string.</summary>
    public static string? FindId(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name) =>
        TryFind(json, name, out var value) && json.Slice(value.Place.Start, value.Place.Length) is [(byte)'"', .. var id, (byte)'"'] && Ascii.IsValid(id) && !id.Contains((byte)'\\')
            ? Encoding.ASCII.GetString(id)
            : null;

    /// <summary>Returns true if a member is present and not null.</summary>
    public static bool Has(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name) => TryFind(json, name, out var value) && value.IsGiven;

    /// <summary>Returns true if a member has exactly the given JSON.</summary>
    /// <param name="json">The object.</param>
    /// <param name="name">The member's name.</param>
    /// <param name="literal">The expected JSON of the value, quotes included.</param>
    public static bool Is(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> literal) =>
        TryFind(json, name, out var value) && json.Slice(value.Place.Start, value.Place.Length).SequenceEqual(literal);
}
