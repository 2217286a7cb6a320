using RouterMaestro.Domain;

namespace RouterMaestro.Protocols.Abstractions;

/// <summary>Collects the fields that a translation lost, as short field names of the source protocol.</summary>
/// <remarks>Not safe for use by several threads at once.</remarks>
public sealed class LossSink
{
    private const int MaxFields = 32;
    private const int MaxCharacters = 64;
    private List<string>? _fields;

    /// <summary>Gets the names, each once, in the order of their first loss; 32 at most.</summary>
    public EquatableArray<string> Fields => _fields is null ? [] : _fields.ToEquatableArray();

    /// <summary>Gets a value indicating whether there are no losses.</summary>
    public bool IsEmpty => _fields is null;

    /// <summary>Adds a loss.</summary>
    /// <param name="field">The field, such as <c>top_k</c> or <c>messages.citations</c>; positions are left out.</param>
    /// <remarks>Names may come from the caller and appear in a header, so that characters other than letters, digits, <c>_</c>, <c>.</c> and <c>-</c> become underscores.</remarks>
    public void Add(string field)
    {
        field = Sanitize(field);
        _fields ??= [];
        if (_fields.Count < MaxFields && !_fields.Contains(field))
        {
            _fields.Add(field);
        }
    }

    /// <summary>Adds losses.</summary>
    /// <param name="fields">The fields.</param>
    public void AddAll(EquatableArray<string> fields)
    {
        foreach (var field in fields)
        {
            Add(field);
        }
    }

    private static string Sanitize(string field)
    {
        if (field.Length <= MaxCharacters && field.All(IsNameCharacter))
        {
            return field;
        }

        return string.Create(Math.Min(field.Length, MaxCharacters), field, static (name, from) =>
        {
            for (var at = 0; at < name.Length; at++)
            {
                name[at] = IsNameCharacter(from[at]) ? from[at] : '_';
            }
        });
    }

    private static bool IsNameCharacter(char character) => char.IsAsciiLetterOrDigit(character) || character is '_' or '.' or '-';
}
