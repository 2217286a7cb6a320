using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace RouterMaestro.Protocols.Errors;

/// <summary>
/// Finds secrets in the texts of a provider: given ones, and words in the form of a key. Their characters may be escaped in JSON, in JSON
/// within a JSON string, or in a URL: <c>\/</c>, <c>\u002b</c>, <c>%2B</c>.
/// </summary>
internal sealed partial class SecretFinder
{
    private const string Mask = "***";
    private const int MinLength = 4;

    // a shorter one may be a part of other words: servers that need no key are given one such as "ollama" or "test"
    private const int MinLengthWithinWords = 12;
    private const int MaxOnStack = 512;
    private const int MaxLevels = 3;

    // the beginnings of what the regular expression finds: a text without any of them is not read by it
    private static readonly string[] _beginnings =
    [
        "sk-", "sk_", "rk-", "rk_", "pk-", "pk_", "xai-", "xai_", "ghu-", "ghu_", "gho-", "gho_", "ghp-", "ghp_", "ghs-", "ghs_", "ghr-", "ghr_", "github_pat_", "hf-", "hf_", "key-", "key_",
        "AIza", "Bearer", "key=", "token=", "://",
    ];

    private readonly string[] _secrets;
    private readonly SearchValues<string> _marks;

    /// <summary>Creates a finder of given secrets and of the forms of keys.</summary>
    /// <param name="secrets">The secrets; those of less than 4 characters are left out.</param>
    public SecretFinder(IEnumerable<string> secrets)
    {
        // a secret with an escape of its own is also found where that is decoded
        _secrets = [.. secrets.Where(s => s.Length >= MinLength).SelectMany(s => new[] { s, EscapedText.Decode(s, EscapedText.Json), EscapedText.Decode(s, EscapedText.Url) }).Distinct()];
        _marks = SearchValues.Create([.. _beginnings, .. _secrets], StringComparison.Ordinal);
    }

    /// <summary>Gets the finder of the forms of keys alone.</summary>
    public static SecretFinder Forms { get; } = new([]);

    /// <summary>Returns whether a text holds a secret.</summary>
    public bool IsIn(ReadOnlySpan<char> text) => Find(text) is not null;

    /// <summary>Returns whether bytes hold a secret, which is ASCII as the value of a header field is.</summary>
    public bool IsIn(ReadOnlySpan<byte> utf8) => Find(utf8) is not null;

    /// <summary>Replaces the secrets of a text; returns the same text if there are none.</summary>
    public string Apply(string text)
    {
        if (Find(text) is not { } found)
        {
            return text;
        }

        var masked = new StringBuilder(text.Length);
        var at = 0;
        foreach (var (start, end) in found)
        {
            masked.Append(text, at, start - at).Append(Mask);
            at = end;
        }

        return masked.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>Replaces the secrets of UTF-8 text; returns null if there are none.</summary>
    public byte[]? Apply(ReadOnlySpan<byte> utf8)
    {
        if (Find(utf8) is not { } found)
        {
            return null;
        }

        var masked = new ArrayBufferWriter<byte>(utf8.Length);
        var at = 0;
        foreach (var (start, end) in found)
        {
            masked.Write(utf8[at..start]);
            masked.Write("***"u8);
            at = end;
        }

        masked.Write(utf8[at..]);
        return masked.WrittenSpan.ToArray();
    }

    /// <summary>Returns a text without the beginning of a secret at which it was cut off.</summary>
    /// <param name="text">The text, which ends before the cut.</param>
    public string WithoutCutSecret(string text)
    {
        foreach (var secret in _secrets)
        {
            for (var length = Math.Min(secret.Length - 1, text.Length); length >= MinLength; length--)
            {
                if (text.AsSpan().EndsWith(secret.AsSpan(0, length)))
                {
                    return string.Concat(text.AsSpan(0, text.Length - length), Mask);
                }
            }
        }

        return text;
    }

    // a byte becomes one character, so that the places are the same
    private List<(int Start, int End)>? Find(ReadOnlySpan<byte> utf8)
    {
        var rented = utf8.Length > MaxOnStack ? ArrayPool<char>.Shared.Rent(utf8.Length) : null;
        var text = (rented ?? stackalloc char[MaxOnStack])[..utf8.Length];
        Encoding.Latin1.GetChars(utf8, text);
        var found = Find(text);
        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }

        return found;
    }

    /// <summary>Finds the places of all secrets, in their order and without overlaps; null if there are none.</summary>
    private List<(int Start, int End)>? Find(ReadOnlySpan<char> text)
    {
        List<(int Start, int End)>? found = null;
        var mayHoldEscapes = text.ContainsAny(EscapedText.Json, EscapedText.Url);
        if (!mayHoldEscapes)
        {
            AddAll(text, places: default, ref found);
        }
        else
        {
            AddSecrets(text, places: default, ref found);
            AddEscaped(text, ref found);
        }

        return found is null ? null : Merge(found);
    }

    private void AddEscaped(ReadOnlySpan<char> text, ref List<(int Start, int End)>? found)
    {
        var characters = ArrayPool<char>.Shared.Rent(text.Length);
        var places = ArrayPool<int>.Shared.Rent(text.Length + 1);
        text.CopyTo(characters);
        var length = text.Length;
        for (var at = 0; at <= length; at++)
        {
            places[at] = at;
        }

        // each level of JSON is a string of the one before
        for (var level = 0; level < MaxLevels && characters.AsSpan(0, length).Contains(EscapedText.Json); level++)
        {
            length = EscapedText.Decode(characters.AsSpan(0, length), places, EscapedText.Json);
            AddAll(characters.AsSpan(0, length), places, ref found);
        }

        if (characters.AsSpan(0, length).Contains(EscapedText.Url))
        {
            length = EscapedText.Decode(characters.AsSpan(0, length), places, EscapedText.Url);
            AddAll(characters.AsSpan(0, length), places, ref found);
        }

        ArrayPool<int>.Shared.Return(places);
        ArrayPool<char>.Shared.Return(characters, clearArray: true);
    }

    private void AddAll(ReadOnlySpan<char> text, ReadOnlySpan<int> places, ref List<(int Start, int End)>? found)
    {
        if (text.ContainsAny(_marks))
        {
            AddSecrets(text, places, ref found);
            AddForms(text, places, ref found);
        }
    }

    /// <summary>Adds the places of the secrets in a text.</summary>
    /// <param name="text">The text, as it is or decoded.</param>
    /// <param name="places">The places of a decoded text's characters in the original, and its end; empty for an original.</param>
    /// <param name="found">Receives the places in the original.</param>
    private void AddSecrets(ReadOnlySpan<char> text, ReadOnlySpan<int> places, ref List<(int Start, int End)>? found)
    {
        foreach (var secret in _secrets)
        {
            for (var at = 0; text[at..].IndexOf(secret) is var next and >= 0; at += next + secret.Length)
            {
                if (secret.Length >= MinLengthWithinWords || IsWord(text, at + next, secret.Length))
                {
                    Add(at + next, secret.Length, places, ref found);
                }
            }
        }
    }

    // in escaped text a form could end within an escape, and the rest of that would break the JSON around it
    private static void AddForms(ReadOnlySpan<char> text, ReadOnlySpan<int> places, ref List<(int Start, int End)>? found)
    {
        foreach (var match in Form().EnumerateMatches(text))
        {
            Add(match.Index, match.Length, places, ref found);
        }
    }

    private static void Add(int start, int length, ReadOnlySpan<int> places, ref List<(int Start, int End)>? found) =>
        (found ??= []).Add(places.IsEmpty ? (start, start + length) : (places[start], places[start + length]));

    private static List<(int Start, int End)> Merge(List<(int Start, int End)> found)
    {
        found.Sort();
        var count = 1;
        for (var i = 1; i < found.Count; i++)
        {
            if (found[i].Start < found[count - 1].End)
            {
                found[count - 1] = (found[count - 1].Start, Math.Max(found[count - 1].End, found[i].End));
            }
            else
            {
                found[count++] = found[i];
            }
        }

        found.RemoveRange(count, found.Count - count);
        return found;
    }

    private static bool IsWord(ReadOnlySpan<char> text, int start, int length) =>
        (start == 0 || !IsOfWord(text[start - 1])) && (start + length == text.Length || !IsOfWord(text[start + length]));

    private static bool IsOfWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '-' or '/';

    [GeneratedRegex(@"\b(?:sk|rk|pk|gsk|xai|ghu|gho|ghp|ghs|ghr|github_pat|hf|key)[-_][A-Za-z0-9_*.\-]{6,}|\bAIza[A-Za-z0-9_\-]{20,}|(?<=\bBearer\s+)[^\s""',]{6,}|(?<=[?&](?:key|api_key|token)=)[^&\s""']+|(?<=://)[^/\s@""']+(?=@)")]
    private static partial Regex Form();
}
