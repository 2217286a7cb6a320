using System.Text.Json;

namespace RouterMaestro.Domain.Chat;

/// <summary>The model's wish to have a tool called.</summary>
/// <param name="Id">The id that the result refers to.</param>
/// <param name="Name">The tool's name.</param>
/// <param name="Arguments">The arguments, a JSON object; empty when the text was broken.</param>
public sealed record ToolCallPart(string Id, string Name, RawJson Arguments) : ContentPart
{
    /// <summary>Gets the arguments as the model wrote them, when they are not a JSON object; else null.</summary>
    public string? BrokenArguments { get; init; }

    /// <summary>Gets how the caller knows the tool, where it told; null when it knows it as it is.</summary>
    public ToolAlias? Alias { get; init; }

    /// <summary>Makes a call out of the arguments' text; blank text means a call without arguments.</summary>
    /// <param name="id">The id that the result refers to.</param>
    /// <param name="name">The tool's name.</param>
    /// <param name="arguments">The text, JSON as a rule.</param>
    public static ToolCallPart FromText(string id, string name, string arguments)
    {
        if (string.IsNullOrWhiteSpace(arguments))
        {
            return new ToolCallPart(id, name, RawJson.EmptyObject);
        }

        try
        {
            var json = RawJson.Parse(arguments);
            if (json.Utf8.Span.TrimStart(" \t\r\n"u8)[0] == '{')
            {
                return new ToolCallPart(id, name, json);
            }
        }
        catch (JsonException)
        {
            // kept as text below: a model's broken arguments are the caller's to judge
        }

        return new ToolCallPart(id, name, RawJson.EmptyObject) { BrokenArguments = arguments };
    }
}
