using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Infrastructure.Providers.Modules;

/// <summary>The header fields and members of the body that are set in one request.</summary>
[Experimental("RM0001")]
public sealed class RequestChanges
{
    // a dozen fields at most: a list is searched faster than a dictionary is filled
    private HeaderField[] _headers = [];
    private int _count;
    private bool _isShared;
    private Dictionary<string, RawJson>? _members;

    /// <summary>Gets the header fields by name, in any case.</summary>
    public IReadOnlyDictionary<string, string> Headers => _headers.Take(_count).ToDictionary(set => set.Name, set => set.Value, StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the members of the body's object by name.</summary>
    public IReadOnlyDictionary<string, RawJson> Members => _members ?? (IReadOnlyDictionary<string, RawJson>)FrozenDictionary<string, RawJson>.Empty;

    /// <summary>Gets the header fields.</summary>
    internal ReadOnlySpan<HeaderField> Fields => _headers.AsSpan(0, _count);

    /// <summary>Sets a header field. It takes precedence over the gateway's and the caller's; one in the configuration takes precedence over it.</summary>
    /// <param name="name">The field's name; not one of the transport's, such as <c>Content-Length</c>.</param>
    /// <param name="value">The value, printable ASCII.</param>
    public void SetHeader(string name, string value) => Set(new HeaderField(name, value));

    /// <summary>
    /// Sets a member of the body's object: replaces its value, or adds it. It applies to passthrough and translated requests alike, and to no
    /// request without a body.
    /// </summary>
    /// <param name="name">The member's name, in ASCII.</param>
    /// <param name="value">The value.</param>
    public void SetMember(string name, RawJson value) => (_members ??= new(StringComparer.Ordinal))[name] = value;

    /// <summary>Sets the fields that many requests have in common. The array is shared, and stays as it is.</summary>
    /// <param name="fields">The fields, each name once.</param>
    internal void SetAll(HeaderField[] fields)
    {
        if (_count == 0)
        {
            (_headers, _count, _isShared) = (fields, fields.Length, true);
            return;
        }

        foreach (var common in fields)
        {
            Set(common);
        }
    }

    /// <summary>Returns whether a header field is set.</summary>
    internal bool Sets(string name) => IndexOf(name) >= 0;

    private void Set(HeaderField added)
    {
        var at = IndexOf(added.Name);
        if (_isShared || (at < 0 && _count == _headers.Length))
        {
            var copy = new HeaderField[Math.Max(4, _count * 2)];
            Fields.CopyTo(copy);
            (_headers, _isShared) = (copy, false);
        }

        _headers[at < 0 ? _count++ : at] = added;
    }

    private int IndexOf(string name)
    {
        for (var i = 0; i < _count; i++)
        {
            if (_headers[i].Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }
}
