namespace RouterMaestro.Domain.Models.Facts;

/// <summary>A family of models, by the name and the version in their ids.</summary>
/// <param name="Stem">The beginning of the name, in lower case: <c>gpt</c>; <c>claude-*</c> stands for one word after <c>claude-</c>.</param>
internal sealed record ModelFamily(string Stem)
{
    /// <summary>Gets the lowest version; null for any, also for names without one.</summary>
    public ModelVersion? From { get; init; }

    /// <summary>Gets the version that is too high; null if none is.</summary>
    public ModelVersion? Before { get; init; }

    /// <summary>Gets the words of which one must follow the version; empty if none need.</summary>
    public EquatableArray<string> Words { get; init; } = [];

    /// <summary>Gets the words of which none may follow the version.</summary>
    public EquatableArray<string> OtherWords { get; init; } = [];

    /// <summary>Returns whether a model belongs to the family.</summary>
    /// <param name="id">The provider's own id of the model, in any of the spellings of its hosts: <c>anthropic/claude-opus-4.7</c>, <c>us.anthropic.claude-opus-4-7-v1:0</c>.</param>
    public bool Holds(ReadOnlySpan<char> id)
    {
        var name = NameOf(id);
        for (var at = 0; at < name.Length;)
        {
            if (HoldsName(name[at..]))
            {
                return true;
            }

            // hosts put their own names in front, as Bedrock does
            var dot = name[at..].IndexOf('.');
            if (dot < 0)
            {
                return false;
            }

            at += dot + 1;
        }

        return false;
    }

    // the vendor in front, and the mark of a model that was tuned by its user with the user's own words behind it
    private static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> id)
    {
        var name = id[(id.LastIndexOf('/') + 1)..];
        if (!name.StartsWith("ft:", StringComparison.OrdinalIgnoreCase))
        {
            return name;
        }

        name = name[3..];
        var end = name.IndexOf(':');
        return end < 0 ? name : name[..end];
    }

    private bool HoldsName(ReadOnlySpan<char> name)
    {
        var isWild = Stem.EndsWith('*');
        var stem = isWild ? Stem.AsSpan(0, Stem.Length - 1) : Stem.AsSpan();
        if (!name.StartsWith(stem, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var rest = name[stem.Length..];
        var (version, read) = (default(ModelVersion), 0);
        if (!isWild)
        {
            version = ModelVersion.Read(rest, out read);
        }
        else if (WordAt(rest) is > 0 and var word)
        {
            rest = rest[word..];
            version = ModelVersion.Read(rest, out read);
        }
        else
        {
            // hosts of Claude write claude-4.7-opus too
            version = ModelVersion.Read(rest, out read);
            if (version is null || rest[read..] is not ['-', .. var after] || WordAt(after) == 0)
            {
                return false;
            }
        }

        return (From is null || version >= From) && (Before is null || version < Before)
            && (From is not null || Before is not null || read > 0 || !Continues(rest))
            && (Words.IsEmpty || HasWord(rest[read..], Words)) && !HasWord(rest[read..], OtherWords);
    }

    private static int WordAt(ReadOnlySpan<char> text) => text.IndexOfAnyExcept(_letters) is var end && end < 0 ? text.Length : end;

    private static readonly System.Buffers.SearchValues<char> _letters = System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    // gpt-image is no model of the family gpt-i
    private static bool Continues(ReadOnlySpan<char> rest) => rest is [var next, ..] && char.IsAsciiLetterOrDigit(next);

    private static bool HasWord(ReadOnlySpan<char> rest, EquatableArray<string> words)
    {
        foreach (var word in words)
        {
            for (var at = 0; rest[at..].IndexOf(word, StringComparison.OrdinalIgnoreCase) is >= 0 and var found; at += found + 1)
            {
                var (start, end) = (at + found, at + found + word.Length);
                if ((start == 0 || !char.IsAsciiLetter(rest[start - 1])) && (end == rest.Length || !char.IsAsciiLetterOrDigit(rest[end])))
                {
                    return true;
                }
            }
        }

        return false;
    }
}

/// <summary>The version in a model's id.</summary>
/// <param name="Major">The first number.</param>
/// <param name="Minor">The second number; 0 if there is none.</param>
internal sealed record ModelVersion(int Major, int Minor) : IComparable<ModelVersion>
{
    // gpt-35-turbo is the name of 3.5 at Azure
    private const int MaxMajor = 19;

    public static bool operator >=(ModelVersion? left, ModelVersion? right) => left is not null && right is not null && left.CompareTo(right) >= 0;

    public static bool operator <=(ModelVersion? left, ModelVersion? right) => right >= left;

    public static bool operator <(ModelVersion? left, ModelVersion? right) => left is not null && right is not null && left.CompareTo(right) < 0;

    public static bool operator >(ModelVersion? left, ModelVersion? right) => right < left;

    /// <summary>Reads the version with which a text begins, after one separator: <c>-4-7-20260401</c> is 4.7, since the third number is a date.</summary>
    /// <param name="text">The rest of an id after the name.</param>
    /// <param name="length">The number of characters read; 0 if there is no version.</param>
    public static ModelVersion? Read(ReadOnlySpan<char> text, out int length)
    {
        length = 0;
        var at = text is ['-' or '.' or '_', ..] ? 1 : 0;
        if (ReadNumber(text[at..], out var digits) is not (>= 0 and <= MaxMajor and var major))
        {
            return null;
        }

        at += digits;
        length = at;
        if (at < text.Length && text[at] is '-' or '.' or '_' && ReadNumber(text[(at + 1)..], out digits) is >= 0 and var minor && IsEnd(text[(at + 1 + digits)..]))
        {
            length = at + 1 + digits;
            return new(major, minor);
        }

        return new(major, 0);
    }

    public int CompareTo(ModelVersion? other) => other is null ? 1 : (Major, Minor).CompareTo((other.Major, other.Minor));

    private static int ReadNumber(ReadOnlySpan<char> text, out int digits)
    {
        digits = text.IndexOfAnyExceptInRange('0', '9');
        digits = digits < 0 ? text.Length : digits;
        return digits is 1 or 2 ? int.Parse(text[..digits], System.Globalization.CultureInfo.InvariantCulture) : -1;
    }

    // a number with a unit is no version: gpt-4-32k
    private static bool IsEnd(ReadOnlySpan<char> text) => text.IsEmpty || !char.IsAsciiLetterOrDigit(text[0]);
}
