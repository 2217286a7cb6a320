using System.Text.Json;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.Schemas;

/// <summary>Looks in one pass and without allocations whether a schema is taken as it is, so that only others are parsed and rewritten.</summary>
internal static class SchemaScan
{
    /// <summary>Returns true if the rule takes every object of a schema as it is.</summary>
    /// <typeparam name="TRule">The rule.</typeparam>
    /// <param name="schema">The schema, valid JSON.</param>
    public static bool Holds<TRule>(ReadOnlySpan<byte> schema)
        where TRule : ISchemaRule
    {
        var reader = new Utf8JsonReader(schema, JsonBody.ReaderOptions);
        return reader.Read() && ReadSchema<TRule>(ref reader, isRoot: true);
    }

    /// <summary>Reads a schema. The reader stands on its first token, afterwards on its last.</summary>
    private static bool ReadSchema<TRule>(ref Utf8JsonReader reader, bool isRoot)
        where TRule : ISchemaRule
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return !isRoot && TRule.TakesBooleans && reader.TokenType is JsonTokenType.True or JsonTokenType.False;
        }

        var facts = new SchemaFacts { IsRoot = isRoot };
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueIsEscaped)
            {
                return false;
            }

            var keyword = SchemaKeywords.Find(reader.ValueSpan);
            facts.Keywords |= keyword;
            reader.Read();
            ReadFact(ref reader, keyword, ref facts);
            if (!ReadValue<TRule>(ref reader, keyword))
            {
                return false;
            }
        }

        return TRule.Accepts(in facts);
    }

    private static bool ReadValue<TRule>(ref Utf8JsonReader reader, SchemaKeyword keyword)
        where TRule : ISchemaRule
    {
        switch (SchemaKeywords.PlaceOf(keyword), reader.TokenType)
        {
            case (SchemaPlace.Schema, JsonTokenType.StartObject):
                return ReadSchema<TRule>(ref reader, isRoot: false);
            case (SchemaPlace.Schema or SchemaPlace.List, JsonTokenType.StartArray):
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    if (!ReadSchema<TRule>(ref reader, isRoot: false))
                    {
                        return false;
                    }
                }

                return true;
            case (SchemaPlace.Map, JsonTokenType.StartObject):
                return ReadMap<TRule>(ref reader);
            default:
                reader.Skip();
                return true;
        }
    }

    private static bool ReadMap<TRule>(ref Utf8JsonReader reader)
        where TRule : ISchemaRule
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            reader.Read();
            // names of members in the place of a schema, as in dependencies
            if (reader.TokenType == JsonTokenType.StartArray)
            {
                reader.Skip();
            }
            else if (!ReadSchema<TRule>(ref reader, isRoot: false))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Notes a value. The reader stands on its first token and stays there.</summary>
    private static void ReadFact(ref Utf8JsonReader reader, SchemaKeyword keyword, ref SchemaFacts facts)
    {
        facts.NeedsRepair |= SchemaRepair.Concerns(keyword, reader.TokenType);
        switch (keyword)
        {
            case SchemaKeyword.Type:
                facts.IsTypeList = reader.TokenType == JsonTokenType.StartArray;
                facts.Types = facts.IsTypeList ? TypesOf(reader) : TypeOf(ref reader);
                break;
            case SchemaKeyword.AdditionalProperties:
                facts.IsClosed = reader.TokenType == JsonTokenType.False;
                break;
            case SchemaKeyword.MinItems:
                facts.HasManyItems = !(reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var count) && count is 0 or 1);
                break;
            case SchemaKeyword.Enum or SchemaKeyword.Const:
                facts.HasStructuredLiteral |= HasStructure(reader, keyword);
                break;
            case SchemaKeyword.Format when reader.TokenType == JsonTokenType.String:
                facts.Format = reader.ValueSpan;
                break;
            case SchemaKeyword.Pattern when reader.TokenType == JsonTokenType.String:
                facts.Pattern = reader.ValueSpan;
                break;
        }
    }

    private static SchemaTypes TypesOf(Utf8JsonReader reader)
    {
        var types = SchemaTypes.None;
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
        {
            types |= TypeOf(ref reader);
        }

        return types;
    }

    private static SchemaTypes TypeOf(ref Utf8JsonReader reader) =>
        reader.TokenType != JsonTokenType.String ? SchemaTypes.None
        : reader.ValueTextEquals("object"u8) ? SchemaTypes.Object
        : reader.ValueTextEquals("array"u8) ? SchemaTypes.Array
        : SchemaTypes.Other;

    private static bool HasStructure(Utf8JsonReader reader, SchemaKeyword keyword)
    {
        if (keyword == SchemaKeyword.Enum)
        {
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                return true;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (IsStart(reader.TokenType))
                {
                    return true;
                }
            }

            return false;
        }

        return IsStart(reader.TokenType);
    }

    private static bool IsStart(JsonTokenType token) => token is JsonTokenType.StartObject or JsonTokenType.StartArray;
}
