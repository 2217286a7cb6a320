using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Domain.Chat;

/// <summary>Fields that one protocol has and the canonical model lacks, kept so that a round trip in that protocol loses nothing.</summary>
/// <param name="Protocol">The protocol that the fields, or what they are of, belong to; null when there are none.</param>
/// <param name="Fields">The fields, in the order in which they came.</param>
public sealed record Extensions(WireProtocol? Protocol, EquatableArray<ExtensionField> Fields)
{
    /// <summary>Gets the empty set.</summary>
    public static Extensions None { get; } = new(null, []);

    /// <summary>Gets a value indicating whether there are no fields.</summary>
    public bool IsEmpty => Fields.IsEmpty;
}

/// <summary>A field that is specific to one protocol.</summary>
/// <param name="Name">The field's name in its protocol.</param>
/// <param name="Value">Its value.</param>
public sealed record ExtensionField(string Name, RawJson Value)
{
    /// <summary>Gets a value indicating whether the field says what applies without it too, so that nothing is lost where it is left out.</summary>
    public bool IsImplicit { get; init; }

    /// <summary>Returns whether two fields have the same name and value; whether a field is implicit follows from these.</summary>
    /// <param name="other">The other field.</param>
    public bool Equals(ExtensionField? other) => other is not null && Name == other.Name && Value.Equals(other.Value);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Name, Value);
}
