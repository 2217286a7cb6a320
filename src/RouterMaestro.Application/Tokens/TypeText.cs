using System.Text;
using System.Text.Json;

namespace RouterMaestro.Application.Tokens;

/// <summary>Writes JSON schemas as type definitions, the form in which OpenAI's models see tools.</summary>
internal sealed class TypeText
{
    // schemas may refer to themselves, and more than once per level
    private const int MaxLevels = 8;
    private const int MaxCharacters = 1_000_000;

    private readonly StringBuilder _text = new();
    private JsonElement _root;

    /// <summary>Begins the namespace of the functions.</summary>
    public TypeText() => _text.Append("namespace functions {\n\n");

    /// <summary>Adds a function.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">Its description; may be empty.</param>
    /// <param name="parameters">The schema of its arguments; undefined if it has none.</param>
    public void Add(string name, string description, JsonElement parameters)
    {
        _root = parameters;
        Comment(description);
        Comment(Find(parameters, "description"));
        _text.Append("type ").Append(name);
        if (HasProperties(parameters))
        {
            _text.Append(" = (_: {\n");
            Properties(parameters, 0);
            _text.Append("}) => any;\n\n");
        }
        else
        {
            _text.Append(" = () => any;\n\n");
        }
    }

    /// <summary>Ends the namespace.</summary>
    /// <returns>The complete text.</returns>
    public string End() => _text.Append("} // namespace functions").ToString();

    private static bool HasProperties(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object
        && schema.TryGetProperty("properties", out var properties)
        && properties.ValueKind == JsonValueKind.Object
        && properties.EnumerateObject().Any();

    private void Comment(JsonElement description)
    {
        if (description.ValueKind == JsonValueKind.String)
        {
            Comment(description.GetString()!);
        }
    }

    private void Comment(string text)
    {
        var rest = text.AsSpan().Trim();
        if (!rest.IsEmpty)
        {
            foreach (var line in rest.EnumerateLines())
            {
                _text.Append("// ").Append(line.Trim()).Append('\n');
            }
        }
    }

    private void Properties(JsonElement schema, int level)
    {
        var required = RequiredOf(schema);
        foreach (var property in schema.GetProperty("properties").EnumerateObject())
        {
            Comment(Find(property.Value, "description"));
            _text.Append(property.Name).Append(required.Contains(property.Name) ? ": " : "?: ");
            Type(property.Value, level);
            _text.Append(",\n");
        }

        if (Find(schema, "additionalProperties").ValueKind == JsonValueKind.True)
        {
            _text.Append("[key: string]: any,\n");
        }
    }

    private void Type(JsonElement schema, int level)
    {
        if (schema.ValueKind != JsonValueKind.Object || level > MaxLevels || _text.Length > MaxCharacters)
        {
            _text.Append("any");
        }
        else if (Find(schema, "$ref") is { ValueKind: JsonValueKind.String } reference)
        {
            Type(Resolve(reference.GetString()!), level + 1);
        }
        else if (Find(schema, "const") is { ValueKind: not JsonValueKind.Undefined } constant)
        {
            _text.Append(constant.GetRawText());
        }
        else if (Find(schema, "enum") is { ValueKind: JsonValueKind.Array } values)
        {
            _text.AppendJoin(" | ", values.EnumerateArray().Select(v => v.GetRawText()));
        }
        else if (Alternatives(schema) is { ValueKind: JsonValueKind.Array } alternatives)
        {
            Join(alternatives, level);
        }
        else
        {
            Plain(schema, Find(schema, "type"), level);
        }
    }

    private void Join(JsonElement alternatives, int level)
    {
        var isFirst = true;
        foreach (var alternative in alternatives.EnumerateArray())
        {
            _text.Append(isFirst ? "" : " | ");
            Type(alternative, level + 1);
            isFirst = false;
        }
    }

    private void Plain(JsonElement schema, JsonElement type, int level)
    {
        if (type.ValueKind == JsonValueKind.Array)
        {
            _text.AppendJoin(" | ", type.EnumerateArray().Select(t => t.ToString()));
            return;
        }

        switch (type.ValueKind == JsonValueKind.String ? type.GetString() : null)
        {
            case "integer" or "number":
                _text.Append("number");
                break;
            case "array":
                Type(Find(schema, "items"), level + 1);
                _text.Append("[]");
                break;
            case "string" or "boolean" or "null":
                _text.Append(type.GetString());
                break;
            default:
                Object(schema, level);
                break;
        }
    }

    private void Object(JsonElement schema, int level)
    {
        if (!HasProperties(schema))
        {
            _text.Append(Find(schema, "type").ValueKind == JsonValueKind.String ? "object" : "any");
            return;
        }

        _text.Append("{\n");
        Properties(schema, level + 1);
        _text.Append('}');
    }

    private static JsonElement Alternatives(JsonElement schema) =>
        Find(schema, "anyOf") is { ValueKind: JsonValueKind.Array } any ? any : Find(schema, "oneOf");

    private static HashSet<string> RequiredOf(JsonElement schema) =>
        Find(schema, "required") is { ValueKind: JsonValueKind.Array } required
            ? [.. required.EnumerateArray().Where(r => r.ValueKind == JsonValueKind.String).Select(r => r.GetString()!)]
            : [];

    private JsonElement Resolve(string reference)
    {
        var target = _root;
        foreach (var step in reference.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            target = Find(target, step);
        }

        return target;
    }

    private static JsonElement Find(JsonElement schema, string name) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty(name, out var value) ? value : default;
}
