using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.RequestScanning;

/// <summary>One pass over the top level of a request. It checks the known fields and stores the values for the facts.</summary>
internal ref struct RequestScan
{
    private readonly ReadOnlySpan<byte> _body;
    private SlotValues _slots;

    private RequestScan(ReadOnlySpan<byte> body) => _body = body;

    /// <summary>Gets the error of the request; null if it is valid.</summary>
    public RouterError? Error { get; private set; }

    /// <summary>Gets the offset behind the opening brace.</summary>
    public int FirstMember { get; private set; }

    /// <summary>Returns the value of a slot.</summary>
    public readonly SlotValue this[RequestSlot slot] => _slots[(int)slot];

    /// <summary>Reads a request.</summary>
    /// <param name="body">The body.</param>
    /// <param name="fields">The fields that the protocol knows.</param>
    public static RequestScan Read(ReadOnlySpan<byte> body, KnownFields fields)
    {
        var scan = new RequestScan(body);
        var members = new TopLevelScanner(body);
        while (members.Read())
        {
            var key = body.Slice(members.Key.Start, members.Key.Length);
            var field = members.IsKeyEscaped ? FindEscaped(fields, key) : fields.Find(key);
            if (field is not null && !scan.Take(field, new(members.Value, members.Kind, members.Children) { LastChild = members.LastChild }))
            {
                return scan;
            }
        }

        scan.FirstMember = members.FirstMember;
        scan.Error = members.IsBroken ? BrokenJson.Explain(body) : null;
        return scan;
    }

    /// <summary>Gets the bytes of a slot's value; empty if it is absent.</summary>
    public readonly ReadOnlySpan<byte> BytesOf(RequestSlot slot)
    {
        var place = this[slot].IsGiven ? this[slot].Place : default;
        return _body.Slice(place.Start, place.Length);
    }

    /// <summary>Returns true if a slot asks for reasoning, by an object that does not decline it or by <c>true</c>.</summary>
    public readonly bool AsksForReasoning(RequestSlot slot) => this[slot].Kind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.Object => ReasoningProbe.Asks(BytesOf(slot)),
        _ => false,
    };

    /// <summary>Reads the whole number of a slot; null if it is absent.</summary>
    public readonly long? IntegerOf(RequestSlot slot) => this[slot].IsGiven ? FieldShapes.ToInteger(BytesOf(slot)) : null;

    /// <summary>Reads the string of a slot; null if it is absent or not valid UTF-8.</summary>
    public readonly string? StringOf(RequestSlot slot)
    {
        if (!this[slot].IsGiven)
        {
            return null;
        }

        var quoted = BytesOf(slot);
        return !Utf8.IsValid(quoted) ? null
            : quoted.Contains((byte)'\\') ? JsonText.FromQuoted(quoted.ToArray()).ToString()
            : Encoding.UTF8.GetString(quoted[1..^1]);
    }

    /// <summary>Returns true if the array of a slot has elements.</summary>
    public readonly bool HasElements(RequestSlot slot) =>
        this[slot].Children > 0 || (this[slot].IsGiven && BytesOf(slot)[1..^1].ContainsAnyExcept(" \t\r\n"u8));

    private bool Take(KnownField field, SlotValue value)
    {
        if (value.Kind != JsonValueKind.Null && !field.Shape.Fits(value.Kind, _body.Slice(value.Place.Start, value.Place.Length)))
        {
            Error = RouterError.Invalid(field.Name, $"'{field.Name}' must be {field.Shape.Wanted()}");
            return false;
        }

        if (field.Slot is not { } slot)
        {
            return true;
        }

        if (slot is RequestSlot.Model or RequestSlot.Stream && !this[slot].Place.IsEmpty)
        {
            Error = RouterError.Invalid(field.Name, $"'{field.Name}' is given twice");
            return false;
        }

        _slots[(int)slot] = value;
        return true;
    }

    private static KnownField? FindEscaped(KnownFields fields, ReadOnlySpan<byte> key)
    {
        Span<byte> name = stackalloc byte[JsonKeys.MaxLength];
        return JsonKeys.TryUnescapeAscii(key, name, out var length) ? fields.Find(name[..length]) : null;
    }
}
