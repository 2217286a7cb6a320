using System.Runtime.CompilerServices;
using System.Text.Json;
using RouterMaestro.Protocols.Passthrough;

namespace RouterMaestro.Protocols.RequestScanning;

/// <summary>A value that the pass over a request kept.</summary>
/// <param name="Place">Where it stands; empty when the request does not have it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Children">The number of objects and arrays directly inside.</param>
internal readonly record struct SlotValue(ByteRange Place, JsonValueKind Kind, int Children)
{
    /// <summary>Gets a value indicating whether the request says anything here: null counts as absent.</summary>
    public bool IsGiven => !Place.IsEmpty && Kind != JsonValueKind.Null;
}

/// <summary>The values of all slots.</summary>
[InlineArray((int)RequestSlot.Thread + 1)]
internal struct SlotValues
{
    private SlotValue _first;
}
