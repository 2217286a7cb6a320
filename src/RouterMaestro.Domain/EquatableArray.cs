namespace RouterMaestro.Domain;

/// <summary>Makes <see cref="EquatableArray{T}"/> values; collection expressions use it.</summary>
public static class EquatableArray
{
    /// <summary>Copies the elements into an array.</summary>
    /// <param name="items">The elements, in order.</param>
    public static EquatableArray<T> Create<T>(params ReadOnlySpan<T> items) => new(items.ToArray());

    /// <summary>Copies a sequence into an array.</summary>
    /// <param name="items">The elements, in order.</param>
    public static EquatableArray<T> ToEquatableArray<T>(this IEnumerable<T> items) => new([.. items]);
}
