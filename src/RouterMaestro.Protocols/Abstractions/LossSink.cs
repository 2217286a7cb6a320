using RouterMaestro.Domain;

namespace RouterMaestro.Protocols.Abstractions;

/// <summary>Collects what a translation could not carry, as short field names of the dialect it was read from.</summary>
/// <remarks>Not safe for use by several threads at once.</remarks>
public sealed class LossSink
{
    private const int Most = 32;
    private const int MaxCharacters = 64;
    private List<string>? _fields;

    /// <summary>Gets the names, each once, in the order of their first loss; 32 at most.</summary>
    public EquatableArray<string> Fields => _fields is null ? [] : _fields.ToEquatableArray();

    /// <summary>Gets a value indicating whether nothing was lost.</summary>
    public bool IsEmpty => _fields is null;

    /// <summary>Notes a loss.</summary>
    /// <param name="field">The field, such as <c>top_k</c> or <c>messages.citations</c>; positions are left out.</param>
    /// <remarks>Names may come from the caller and end in a header: other characters than those of field names become underscores.</remarks>
    public void Add(string field)
    {
        field = Tame(field);
        _fields ??= [];
        if (_fields.Count < Most && !_fields.Contains(field))
        {
            _fields.Add(field);
        }
    }

    /// <summary>Notes all losses of another sink.</summary>
    /// <param name="other">The other sink.</param>
    public void AddAll(LossSink other) => other._fields?.ForEach(Add);

    private static string Tame(string field)
    {
        if (field.Length <= MaxCharacters && field.All(IsOfName))
        {
            return field;
        }

        return string.Create(Math.Min(field.Length, MaxCharacters), field, static (name, from) =>
        {
            for (var at = 0; at < name.Length; at++)
            {
                name[at] = IsOfName(from[at]) ? from[at] : '_';
            }
        });
    }

    private static bool IsOfName(char character) => char.IsAsciiLetterOrDigit(character) || character is '_' or '.' or '-';
}
