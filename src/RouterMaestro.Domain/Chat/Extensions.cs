using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Domain.Chat;

/// <summary>Extensions that one dialect knows and the canonical model doesn't, so that a round trip in that dialect loses nothing.</summary>
/// <param name="Protocol">The dialect that the fields, or what they are of, belong to; null when there are none.</param>
/// <param name="Fields">The fields, in the order in which they came.</param>
public sealed record Extensions(WireProtocol? Protocol, EquatableArray<ExtensionField> Fields)
{
    /// <summary>Gets the empty set.</summary>
    public static Extensions None { get; } = new(null, []);

    /// <summary>Gets a value indicating whether there are no fields.</summary>
    public bool IsEmpty => Fields.IsEmpty;
}

/// <summary>One leftover field.</summary>
/// <param name="Name">The field's name in its dialect.</param>
/// <param name="Value">Its value.</param>
public sealed record ExtensionField(string Name, RawJson Value);
