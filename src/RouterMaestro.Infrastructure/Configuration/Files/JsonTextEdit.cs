using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RouterMaestro.Infrastructure.Configuration.Files;

/// <summary>
/// Changes one member of a list, an object within the root object, and leaves all other text as it is. The text must be a valid JSON object.
/// </summary>
internal static class JsonTextEdit
{
    private const int Step = 2;

    private static readonly JsonSerializerOptions _compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonWriterOptions _indented = new()
    {
        Indented = true,
        IndentSize = Step,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Sets a member of the list, at its place or at the end. A missing list is added to the root.</summary>
    /// <param name="text">The text.</param>
    /// <param name="list">The name of the list.</param>
    /// <param name="name">The name of the member.</param>
    /// <param name="value">The value.</param>
    public static byte[] Set(ReadOnlySpan<byte> text, string list, string name, JsonObject value)
    {
        var root = ObjectSpan.At(text, start: 0);
        return root.Find(list) is { } found && text[found.ValueStart] == (byte)'{'
            ? Put(text, ObjectSpan.At(text, found.ValueStart), name, value)
            : Put(text, root, list, new JsonObject { [name] = value.DeepClone() });
    }

    /// <summary>Removes a member of the list.</summary>
    /// <param name="text">The text.</param>
    /// <param name="list">The name of the list.</param>
    /// <param name="name">The name of the member.</param>
    public static byte[] Remove(ReadOnlySpan<byte> text, string list, string name)
    {
        if (ObjectSpan.At(text, start: 0).Find(list) is not { } found || text[found.ValueStart] != (byte)'{')
        {
            return text.ToArray();
        }

        var holder = ObjectSpan.At(text, found.ValueStart);
        var index = holder.Members.FindIndex(member => member.Name == name);
        return index switch
        {
            < 0 => text.ToArray(),
            > 0 => Cut(text, holder.Members[index - 1].End, holder.Members[index].End),
            _ when holder.Members.Count > 1 => Cut(text, holder.Members[0].Start, holder.Members[1].Start),
            _ => Cut(text, holder.Start + 1, holder.Close),
        };
    }

    private static byte[] Put(ReadOnlySpan<byte> text, ObjectSpan holder, string name, JsonObject value)
    {
        var isMultiline = holder.Members.Count == 0 || text[holder.Start..holder.Close].Contains((byte)'\n');
        if (holder.Find(name) is { } present)
        {
            var indent = IndentOfLine(text, present.Start);
            return Replaced(text, present.ValueStart, present.End, isMultiline ? Indented(value, indent) : value.ToJsonString(_compact));
        }

        if (holder.Members is [.., var last])
        {
            var gap = Encoding.UTF8.GetString(text[GapStart(text, last.Start)..last.Start]);
            var member = isMultiline ? $"{Quoted(name)}: {Indented(value, IndentOfLine(text, last.Start))}" : $"{Quoted(name)}: {value.ToJsonString(_compact)}";
            return Replaced(text, last.End, last.End, $",{gap}{member}");
        }

        var outer = IndentOfLine(text, holder.Start);
        var inner = outer + new string(' ', Step);
        return Replaced(text, holder.Start + 1, holder.Close, $"\n{inner}{Quoted(name)}: {Indented(value, inner)}\n{outer}");
    }

    private static string Quoted(string name) => $"\"{JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    // strings of JSON hold no line breaks, so that every line break is one of the layout
    private static string Indented(JsonObject value, string indent)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, _indented))
        {
            value.WriteTo(json);
        }

        return Encoding.UTF8.GetString(text.ToArray()).Replace("\n", "\n" + indent, StringComparison.Ordinal);
    }

    private static string IndentOfLine(ReadOnlySpan<byte> text, int position)
    {
        var line = text[(text[..position].LastIndexOf((byte)'\n') + 1)..];
        var length = line.IndexOfAnyExcept((byte)' ', (byte)'\t');
        return Encoding.UTF8.GetString(line[..Math.Max(length, 0)]);
    }

    private static int GapStart(ReadOnlySpan<byte> text, int position) => text[..position].LastIndexOfAnyExcept(" \t\r\n"u8) + 1;

    private static byte[] Replaced(ReadOnlySpan<byte> text, int start, int end, string replacement) =>
        [.. text[..start], .. Encoding.UTF8.GetBytes(replacement), .. text[end..]];

    private static byte[] Cut(ReadOnlySpan<byte> text, int start, int end) => [.. text[..start], .. text[end..]];

    /// <summary>An object within a text.</summary>
    /// <param name="Start">The position of its opening brace.</param>
    /// <param name="Close">The position of its closing brace.</param>
    /// <param name="Members">Its members.</param>
    private sealed record ObjectSpan(int Start, int Close, List<MemberSpan> Members)
    {
        public MemberSpan? Find(string name) => Members.FindLast(member => member.Name == name);

        public static ObjectSpan At(ReadOnlySpan<byte> text, int start)
        {
            var json = new Utf8JsonReader(text[start..]);
            json.Read();
            var open = start + (int)json.TokenStartIndex;
            List<MemberSpan> members = [];
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var (name, begin) = (json.GetString()!, start + (int)json.TokenStartIndex);
                json.Read();
                var value = start + (int)json.TokenStartIndex;
                json.Skip();
                members.Add(new(name, begin, value, start + (int)json.BytesConsumed));
            }

            return new(open, start + (int)json.TokenStartIndex, members);
        }
    }

    /// <summary>A member within a text.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Start">The position of its name.</param>
    /// <param name="ValueStart">The position of its value.</param>
    /// <param name="End">The position after its value.</param>
    private sealed record MemberSpan(string Name, int Start, int ValueStart, int End);
}
