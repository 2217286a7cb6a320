using System.Collections.Frozen;
using System.Text;

namespace RouterMaestro.Protocols.Schemas;

/// <summary>Finds keywords by name, and says where schemas stand inside schemas.</summary>
internal static class SchemaKeywords
{
    private static readonly FrozenDictionary<string, SchemaKeyword> _byName = Create();

    // few names have one length, so that comparing them all costs less than a hash
    private static readonly (byte[] Name, SchemaKeyword Keyword)[][] _byLength =
        [.. Enumerable.Range(0, _byName.Keys.Max(n => n.Length) + 1).Select(length => _byName.Where(n => n.Key.Length == length).Select(n => (Encoding.UTF8.GetBytes(n.Key), n.Value)).ToArray())];

    /// <summary>Finds a keyword.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The keyword; none if no rule concerns it.</returns>
    public static SchemaKeyword Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Finds a keyword.</summary>
    /// <param name="name">Its name in UTF-8, without escapes.</param>
    public static SchemaKeyword Find(ReadOnlySpan<byte> name)
    {
        if (name.Length < _byLength.Length)
        {
            foreach (var (known, keyword) in _byLength[name.Length])
            {
                if (name.SequenceEqual(known))
                {
                    return keyword;
                }
            }
        }

        return SchemaKeyword.None;
    }

    /// <summary>Says what the value of a keyword holds.</summary>
    public static SchemaPlace PlaceOf(SchemaKeyword keyword) => keyword switch
    {
        SchemaKeyword.Properties or SchemaKeyword.Definitions or SchemaKeyword.PatternProperties or SchemaKeyword.DependentSchemas
            or SchemaKeyword.Dependencies => SchemaPlace.Map,
        SchemaKeyword.AnyOf or SchemaKeyword.OneOf or SchemaKeyword.AllOf or SchemaKeyword.PrefixItems => SchemaPlace.List,
        SchemaKeyword.Items or SchemaKeyword.AdditionalItems or SchemaKeyword.AdditionalProperties or SchemaKeyword.Not or SchemaKeyword.If
            or SchemaKeyword.Then or SchemaKeyword.Else or SchemaKeyword.Contains or SchemaKeyword.PropertyNames or SchemaKeyword.ContentSchema
            or SchemaKeyword.UnevaluatedItems or SchemaKeyword.UnevaluatedProperties => SchemaPlace.Schema,
        _ => SchemaPlace.Value,
    };

    private static FrozenDictionary<string, SchemaKeyword> Create()
    {
        Dictionary<string, SchemaKeyword> names = new(StringComparer.Ordinal)
        {
            ["$ref"] = SchemaKeyword.Ref,
            ["$defs"] = SchemaKeyword.Definitions,
            ["definitions"] = SchemaKeyword.Definitions,
        };
        foreach (var name in (string[])["$anchor", "$dynamicAnchor", "$dynamicRef", "$recursiveAnchor", "$recursiveRef"])
        {
            names[name] = SchemaKeyword.Dynamic;
        }

        foreach (var name in (string[])["$comment", "$id", "$schema", "default", "deprecated", "examples", "readOnly", "title", "writeOnly"])
        {
            names[name] = SchemaKeyword.Annotation;
        }

        foreach (var keyword in Enum.GetValues<SchemaKeyword>())
        {
            if (ulong.IsPow2((ulong)keyword)
                && keyword is not (SchemaKeyword.Ref or SchemaKeyword.Definitions or SchemaKeyword.Dynamic or SchemaKeyword.Annotation))
            {
                var name = keyword.ToString();
                names[char.ToLowerInvariant(name[0]) + name[1..]] = keyword;
            }
        }

        return names.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
