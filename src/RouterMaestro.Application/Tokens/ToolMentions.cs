using System.Collections.Frozen;
using System.Text.Json;

namespace RouterMaestro.Application.Tokens;

/// <summary>
/// The tools that a conversation mentions outside the list of tools. A tool with deferred loading is not part of the prompt until a
/// reference loads it.
/// </summary>
/// <param name="Names">The tools that are referred to.</param>
/// <param name="AreAnyLate">Whether tools are added in the middle of the conversation.</param>
internal sealed record ToolMentions(IReadOnlySet<string> Names, bool AreAnyLate)
{
    private static readonly JsonReaderOptions _options = new() { MaxDepth = 512 };

    /// <summary>Gets the mentions of a conversation without references.</summary>
    public static ToolMentions None { get; } = new(FrozenSet<string>.Empty, false);

    /// <summary>Finds the mentions in a request.</summary>
    /// <param name="body">The body of a request, which is known to be valid.</param>
    public static ToolMentions In(ReadOnlySpan<byte> body)
    {
        var areAnyLate = body.IndexOf("\"additional_tools\""u8) >= 0;
        return body.IndexOf("\"tool_reference\""u8) >= 0 ? new(References(body), areAnyLate)
            : areAnyLate ? None with { AreAnyLate = true }
            : None;
    }

    private static HashSet<string> References(ReadOnlySpan<byte> body)
    {
        HashSet<string> names = [];
        var reader = new Utf8JsonReader(body, _options);
        var open = new Stack<(bool IsReference, string? Name)>();
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    open.Push(default);
                    break;
                case JsonTokenType.EndObject when open.Pop() is (true, { } name):
                    names.Add(name);
                    break;
                case JsonTokenType.PropertyName when reader.ValueTextEquals("type"u8):
                    reader.Read();
                    Record(open, ref reader, isType: true);
                    break;
                case JsonTokenType.PropertyName when reader.ValueTextEquals("tool_name"u8) || reader.ValueTextEquals("name"u8):
                    reader.Read();
                    Record(open, ref reader, isType: false);
                    break;
            }
        }

        return names;
    }

    private static void Record(Stack<(bool IsReference, string? Name)> open, ref Utf8JsonReader reader, bool isType)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            open.Push(default);
        }
        else if (reader.TokenType == JsonTokenType.String)
        {
            var (isReference, name) = open.Pop();
            open.Push(isType ? (reader.ValueTextEquals("tool_reference"u8), name) : (isReference, reader.GetString()));
        }
    }
}
