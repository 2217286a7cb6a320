using System.Text;
using System.Text.Json;

namespace RouterMaestro.Protocols.Tests.Replay;

/// <summary>Replaces the model in documents and streams by <see cref="Utf8JsonReader"/> alone, as the reference for the fast rewriter.</summary>
internal static class SlowFrameRewriter
{
    /// <summary>Replaces the strings at a path, such as <c>message.model</c>.</summary>
    public static byte[] Document(byte[] json, string path, byte[] quotedModel)
    {
        var (output, copied) = (new List<byte>(), 0);
        var names = new List<string>();
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 256 });
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                names = [.. names.Take(reader.CurrentDepth - 1), reader.GetString()!];
            }
            else if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
            {
                names.AddRange(Enumerable.Repeat("", Math.Max(0, reader.CurrentDepth - names.Count)));
            }
            else if (reader.TokenType == JsonTokenType.String && reader.CurrentDepth == path.Split('.').Length && string.Join('.', names.Take(reader.CurrentDepth)) == path)
            {
                output.AddRange([.. json[copied..(int)reader.TokenStartIndex], .. quotedModel]);
                copied = (int)reader.BytesConsumed;
            }
        }

        return [.. output, .. json[copied..]];
    }

    /// <summary>Replaces the model in every line of data of a stream.</summary>
    public static byte[] Stream(byte[] stream, string path, byte[] quotedModel)
    {
        const string field = "data:";
        var lines = Encoding.UTF8.GetString(stream).Split('\n').Select(line =>
            line.StartsWith(field, StringComparison.Ordinal) && line.TrimEnd('\r').EndsWith('}')
                ? field + Encoding.UTF8.GetString(Document(Encoding.UTF8.GetBytes(line[field.Length..]), path, quotedModel))
                : line);
        return Encoding.UTF8.GetBytes(string.Join('\n', lines));
    }
}
