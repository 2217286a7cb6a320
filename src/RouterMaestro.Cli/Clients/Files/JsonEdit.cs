using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RouterMaestro.Cli.Clients.Files;

/// <summary>
/// Changes members of a JSON text and keeps all other bytes: order, comments, indentation, line ends. Libraries write the whole text anew.
/// </summary>
internal sealed class JsonEdit
{
    private const int DefaultIndent = 2;

    private readonly bool _isRelaxed;
    private readonly string _newLine;
    private readonly string _unit;
    private byte[] _json;
    private JsonSpan _root;

    /// <summary>Begins to edit.</summary>
    /// <param name="text">The text; a blank one counts as an empty object.</param>
    /// <param name="isRelaxed">Whether comments and trailing commas are allowed.</param>
    /// <exception cref="SettingsFormatException">The text is no JSON object.</exception>
    public JsonEdit(string text, bool isRelaxed)
    {
        _isRelaxed = isRelaxed;
        _newLine = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        _json = Encoding.UTF8.GetBytes(string.IsNullOrWhiteSpace(text) ? "{}" + _newLine : text);
        _root = Parse();
        _unit = _root.Members is [var first, ..] && JsonTrivia.IndentOf(_json, first.Start) is { Length: > 0 } indent ? indent : new string(' ', DefaultIndent);
    }

    /// <summary>Gets the text with the changes.</summary>
    public string Text => Encoding.UTF8.GetString(_json);

    /// <summary>Gets a value; null if there is none.</summary>
    public JsonNode? Get(params ReadOnlySpan<string> path)
    {
        var span = _root;
        foreach (var name in path)
        {
            if (span.Find(name) is not { } member)
            {
                return null;
            }

            span = member.Value;
        }

        return ValueOf(span);
    }

    /// <summary>Gets a text; null if there is none, or another kind of value.</summary>
    public string? GetText(params ReadOnlySpan<string> path) => Get(path) is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>Sets a value; the objects around it are made where they are absent.</summary>
    /// <exception cref="SettingsFormatException">What stands around it is no object.</exception>
    public void Set(JsonNode value, params ReadOnlySpan<string> path)
    {
        var parent = _root;
        for (var depth = 0; depth < path.Length; depth++)
        {
            if (parent.Members is null)
            {
                throw new SettingsFormatException($"'{string.Join('.', path[..depth])}' is not an object");
            }

            if (parent.Find(path[depth]) is not { } member)
            {
                Insert(parent, path[depth], Wrap(value, path[(depth + 1)..]));
                return;
            }

            parent = member.Value;
        }

        if (!JsonNode.DeepEquals(ValueOf(parent), value))
        {
            ReplaceAt(parent.Start, parent.End, Format(value, JsonTrivia.IndentOf(_json, parent.Start), IsOnOneLine(_root)));
        }
    }

    /// <summary>Removes a member, all of them if there are several with its name; nothing happens if there is none.</summary>
    public bool Remove(params ReadOnlySpan<string> path)
    {
        var isRemoved = false;
        while (TryFind(path, out var parent, out var member))
        {
            Cut(parent, member);
            isRemoved = true;
        }

        return isRemoved;
    }

    private static JsonNode Wrap(JsonNode value, ReadOnlySpan<string> path)
    {
        for (var depth = path.Length - 1; depth >= 0; depth--)
        {
            value = new JsonObject { [path[depth]] = value.DeepClone() };
        }

        return value;
    }

    private bool TryFind(ReadOnlySpan<string> path, out JsonSpan parent, out JsonMemberSpan member)
    {
        (parent, member) = (_root, null!);
        for (var depth = 0; depth < path.Length; depth++)
        {
            if (parent.Find(path[depth]) is not { } found)
            {
                return false;
            }

            (parent, member) = depth < path.Length - 1 ? (found.Value, member) : (parent, found);
        }

        return true;
    }

    private JsonNode? ValueOf(JsonSpan span) =>
        JsonNode.Parse(_json.AsSpan(span.Start, span.End - span.Start), documentOptions: new JsonDocumentOptions
        {
            CommentHandling = _isRelaxed ? JsonCommentHandling.Skip : JsonCommentHandling.Disallow,
            AllowTrailingCommas = _isRelaxed,
        });

    private void Insert(JsonSpan parent, string name, JsonNode value)
    {
        var close = parent.End - 1;
        var isOneLine = parent.Members is [_, ..] && IsOnOneLine(parent);
        var outer = JsonTrivia.IndentOf(_json, parent.Start);
        var indent = parent.Members is [.., var sibling] && !isOneLine && JsonTrivia.IsFirstOnLine(_json, sibling.Start) ? JsonTrivia.IndentOf(_json, sibling.Start) : outer + _unit;
        var member = $"{JsonValue.Create(name).ToJsonString(_relaxed)}: {Format(value, indent, isOneLine)}";
        var content = JsonTrivia.EndOfContent(_json, parent.Start + 1, close);
        if (parent.Members is [.., var last])
        {
            var comma = JsonTrivia.FindComma(_json, last.Value.End, close);
            if (isOneLine)
            {
                ReplaceAt((comma ?? last.Value.End - 1) + 1, (comma ?? last.Value.End - 1) + 1, $"{(comma is null ? "," : "")} {member}");
                return;
            }

            ReplaceAt(content, content, $"{_newLine}{indent}{member}{(comma is null ? "" : ",")}", last.Value.End, comma is null ? "," : "");
            return;
        }

        var isClosedOnOwnLine = _json.AsSpan(content..close).Contains((byte)'\n');
        ReplaceAt(content, isClosedOnOwnLine ? content : close, $"{_newLine}{indent}{member}{(isClosedOnOwnLine ? "" : _newLine + outer)}");
    }

    private void Cut(JsonSpan parent, JsonMemberSpan member)
    {
        var close = parent.End - 1;
        var index = parent.Members!.Index().Single(entry => entry.Item == member).Index;
        var comma = JsonTrivia.FindComma(_json, member.Value.End, close);
        var (start, end) = (member.Start, (comma ?? member.Value.End - 1) + 1);
        var lineEnd = JsonTrivia.EndOfLine(_json, end);
        if (JsonTrivia.IsFirstOnLine(_json, start) && lineEnd is { } line)
        {
            (start, end) = (start - JsonTrivia.IndentOf(_json, start).Length, line);
        }
        else if (comma is not null || index == 0)
        {
            end = JsonTrivia.EndOfBlanks(_json, end);
        }

        // of the last member, the comma before it goes too, unless such a comma is customary there
        var former = index > 0 && comma is null ? JsonTrivia.FindComma(_json, parent.Members![index - 1].Value.End, member.Start) : null;
        if (former is { } place && lineEnd is null)
        {
            start = place;
            former = null;
        }

        ReplaceAt(start, end, "", former, "", former is null ? 0 : 1);
    }

    private static readonly JsonSerializerOptions _relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private string Format(JsonNode value, string indent, bool isOneLine)
    {
        using var stream = new MemoryStream();
        var options = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = !isOneLine, NewLine = _newLine, IndentCharacter = _unit[0] is '\t' ? '\t' : ' ', IndentSize = _unit.Length };
        using (var writer = new Utf8JsonWriter(stream, options))
        {
            value.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray()).Replace(_newLine, _newLine + indent, StringComparison.Ordinal);
    }

    private bool IsOnOneLine(JsonSpan span) => span.Members is [_, ..] && !_json.AsSpan(span.Start, span.End - span.Start).Contains((byte)'\n');

    /// <summary>Replaces a part, and before it another place, which is inserted to or removed from.</summary>
    private void ReplaceAt(int start, int end, string text, int? earlier = null, string earlierText = "", int earlierLength = 0)
    {
        List<byte> json = [.. _json];
        json.RemoveRange(start, end - start);
        json.InsertRange(start, Encoding.UTF8.GetBytes(text));
        if (earlier is { } place)
        {
            json.RemoveRange(place, earlierLength);
            json.InsertRange(place, Encoding.UTF8.GetBytes(earlierText));
        }

        _json = [.. json];
        _root = Parse();
    }

    private JsonSpan Parse()
    {
        try
        {
            var root = JsonSpan.Read(_json, _isRelaxed);
            return root.Members is null ? throw new SettingsFormatException("is not a JSON object") : root;
        }
        catch (JsonException exception)
        {
            throw new SettingsFormatException($"is not valid JSON (line {exception.LineNumber + 1})", exception);
        }
    }
}
