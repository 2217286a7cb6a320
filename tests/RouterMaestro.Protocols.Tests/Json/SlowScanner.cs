using System.Text.Json;

namespace RouterMaestro.Protocols.Tests.Json;

/// <summary>What the vectorised scanner is measured by: the same by <see cref="Utf8JsonReader"/>.</summary>
internal static class SlowScanner
{
    public sealed record Member(string Key, string Value, JsonValueKind Kind, int Children);

    /// <summary>Reads the members.</summary>
    /// <returns>The members; or null and how many brackets were open where the document is broken.</returns>
    public static (List<Member>? Members, int BrokenAtDepth) Read(byte[] json)
    {
        var members = new List<Member>();
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 256 });
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                return (null, 0);
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var key = System.Text.Encoding.UTF8.GetString(reader.ValueSpan);
                reader.Read();
                members.Add(ReadMember(ref reader, key, json));
            }

            while (reader.Read())
            {
            }

            return (members, 0);
        }
        catch (JsonException)
        {
            var isOpening = reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject;
            return (null, reader.CurrentDepth + (isOpening ? 1 : 0));
        }
    }

    private static Member ReadMember(ref Utf8JsonReader reader, string key, byte[] json)
    {
        var start = (int)reader.TokenStartIndex;
        var kind = reader.TokenType switch
        {
            JsonTokenType.StartObject => JsonValueKind.Object,
            JsonTokenType.StartArray => JsonValueKind.Array,
            JsonTokenType.String => JsonValueKind.String,
            JsonTokenType.Number => JsonValueKind.Number,
            JsonTokenType.True => JsonValueKind.True,
            JsonTokenType.False => JsonValueKind.False,
            _ => JsonValueKind.Null,
        };
        var children = 0;
        if (kind is JsonValueKind.Object or JsonValueKind.Array)
        {
            var depth = reader.CurrentDepth;
            while (reader.Read() && reader.CurrentDepth > depth)
            {
                children += reader.CurrentDepth == depth + 1 && reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject ? 1 : 0;
            }
        }

        return new(key, System.Text.Encoding.UTF8.GetString(json, start, (int)reader.BytesConsumed - start), kind, children);
    }
}
