using System.Text;

namespace RouterMaestro.Protocols.RequestScanning;

/// <summary>Finds the fields that a protocol knows, without making strings of their names.</summary>
internal sealed class KnownFields
{
    private const int Places = 256;
    private readonly (byte[] Name, KnownField Field)[] _fields;
    private readonly byte[] _places = new byte[Places];

    /// <summary>Registers fields.</summary>
    /// <param name="fields">The fields, fewer than 200.</param>
    public KnownFields(params ReadOnlySpan<KnownField> fields)
    {
        _fields = new (byte[], KnownField)[fields.Length];
        for (var index = 0; index < fields.Length; index++)
        {
            var name = Encoding.ASCII.GetBytes(fields[index].Name);
            _fields[index] = (name, fields[index]);
            var place = PlaceOf(name);
            while (_places[place] != 0)
            {
                place = (place + 1) % Places;
            }

            _places[place] = (byte)(index + 1);
        }
    }

    /// <summary>Finds a field by its name.</summary>
    /// <param name="name">The name, not escaped.</param>
    /// <returns>The field; null if the protocol does not know the name.</returns>
    public KnownField? Find(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty)
        {
            return null;
        }

        for (var place = PlaceOf(name); _places[place] != 0; place = (place + 1) % Places)
        {
            ref readonly var candidate = ref _fields[_places[place] - 1];
            if (name.SequenceEqual(candidate.Name))
            {
                return candidate.Field;
            }
        }

        return null;
    }

    private static int PlaceOf(ReadOnlySpan<byte> name) => ((name.Length * 37) + (name[0] * 7) + name[^1]) % Places;
}

/// <summary>A top-level field that a protocol knows.</summary>
/// <param name="Name">Its name, in ASCII.</param>
/// <param name="Shape">The shape of its value.</param>
/// <param name="Slot">The slot that stores its value; null if only its shape is checked.</param>
internal sealed record KnownField(string Name, FieldShape Shape, RequestSlot? Slot = null);
