using System.Text.Json;

namespace RouterMaestro.Cli.Clients.Files;

/// <summary>Where a value of a JSON text stands, in bytes.</summary>
/// <param name="Start">The first byte.</param>
/// <param name="End">The byte behind the last one.</param>
/// <param name="Members">The members if the value is an object; otherwise null.</param>
internal sealed record JsonSpan(int Start, int End, IReadOnlyList<JsonMemberSpan>? Members)
{
    /// <summary>Reads the places of the values of a text.</summary>
    /// <param name="json">The text, without a byte order mark.</param>
    /// <param name="isRelaxed">Whether comments and trailing commas are allowed.</param>
    /// <exception cref="JsonException">The text is not valid JSON.</exception>
    public static JsonSpan Read(ReadOnlySpan<byte> json, bool isRelaxed)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions
        {
            CommentHandling = isRelaxed ? JsonCommentHandling.Skip : JsonCommentHandling.Disallow,
            AllowTrailingCommas = isRelaxed,
        });
        reader.Read();
        var root = ReadValue(ref reader);

        // what stands behind the value is an error too
        reader.Read();
        return root;
    }

    /// <summary>Finds a member; of several with one name the last, which programs read.</summary>
    public JsonMemberSpan? Find(string name) => Members?.LastOrDefault(member => member.Name == name);

    private static JsonSpan ReadValue(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return new(start, (int)reader.BytesConsumed, null);
        }

        List<JsonMemberSpan> members = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (name, nameStart) = (reader.GetString()!, (int)reader.TokenStartIndex);
            reader.Read();
            members.Add(new(name, nameStart, ReadValue(ref reader)));
        }

        return new(start, (int)reader.BytesConsumed, members);
    }
}

/// <summary>Where a member of a JSON object stands.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Start">The first byte of the name.</param>
/// <param name="Value">The value.</param>
internal sealed record JsonMemberSpan(string Name, int Start, JsonSpan Value);
