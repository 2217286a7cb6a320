using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.Anthropic.Requests;

/// <summary>Writes the tools of a request and how they may be called.</summary>
internal static class AnthropicToolWriter
{
    public static void Write(Utf8JsonWriter json, ChatRequest request, LossSink losses)
    {
        var tools = request.Tools.Where(t => CanStand(t, losses)).ToList();
        if (tools.Count == 0)
        {
            return;
        }

        json.WriteStartArray("tools"u8);
        foreach (var tool in tools)
        {
            WriteTool(json, tool, losses);
        }

        json.WriteEndArray();
        WriteChoice(json, request, tools, losses);
    }

    private static bool CanStand(Tool tool, LossSink losses)
    {
        if (tool is Tool.BuiltIn builtIn && tool.Extensions.Protocol is { } protocol && protocol != WireProtocol.AnthropicMessages)
        {
            losses.Add($"tools.{builtIn.Kind}");
            return false;
        }

        return true;
    }

    private static void WriteTool(Utf8JsonWriter json, Tool tool, LossSink losses)
    {
        json.WriteStartObject();
        switch (tool)
        {
            case Tool.Function function:
                WriteFunction(json, function);
                break;
            case Tool.BuiltIn builtIn:
                json.WriteString("type"u8, builtIn.Kind);
                if (builtIn.Name is { } name)
                {
                    json.WriteString("name"u8, name);
                }

                break;
        }

        AnthropicCache.Write(json, tool.Cache);
        json.WriteExtensions(tool.Extensions, WireProtocol.AnthropicMessages, losses, "tools.");
        json.WriteEndObject();
    }

    private static void WriteFunction(Utf8JsonWriter json, Tool.Function function)
    {
        json.WriteString("name"u8, function.Name);
        if (function.Description is { } description)
        {
            json.WriteText("description"u8, description);
        }

        WriteSchema(json, function.Parameters);
        if (function.Strict is { } strict)
        {
            json.WriteBoolean("strict"u8, strict);
        }
    }

    /// <summary>The provider demands a schema that says that it is of an object.</summary>
    private static void WriteSchema(Utf8JsonWriter json, RawJson? schema)
    {
        using var document = JsonBody.Parse((schema ?? RawJson.EmptyObject).Utf8);
        if (document.Root.Find("type"u8).ValueKind != JsonValueKind.Undefined)
        {
            json.WriteRaw("input_schema"u8, schema!);
            return;
        }

        json.WriteStartObject("input_schema"u8);
        json.WriteString("type"u8, "object"u8);
        if (document.Root.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in document.Root.EnumerateObject().Where(m => !m.NameEquals("type"u8)))
            {
                member.WriteTo(json);
            }
        }

        json.WriteEndObject();
    }

    private static void WriteChoice(Utf8JsonWriter json, ChatRequest request, List<Tool> tools, LossSink losses)
    {
        var choice = request.ToolChoice;
        if (choice is ToolChoice.Specific { Name: var name } && !tools.Exists(t => NameOf(t) == name))
        {
            losses.Add("tool_choice");
            choice = null;
        }

        var parallel = choice is ToolChoice.None ? null : request.ParallelToolCalls;
        if (choice is null && parallel is not false)
        {
            return;
        }

        json.WriteStartObject("tool_choice"u8);
        json.WriteString("type"u8, choice switch
        {
            ToolChoice.None => "none"u8,
            ToolChoice.Required => "any"u8,
            ToolChoice.Specific => "tool"u8,
            _ => "auto"u8,
        });
        if (choice is ToolChoice.Specific specific)
        {
            json.WriteString("name"u8, specific.Name);
        }

        if (parallel is { } allowed)
        {
            json.WriteBoolean("disable_parallel_tool_use"u8, !allowed);
        }

        json.WriteEndObject();
    }

    private static string? NameOf(Tool tool) => tool is Tool.Function function ? function.Name : (tool as Tool.BuiltIn)?.Name;
}

/// <summary>
/// Any JSON object as the answer, which the dialect cannot be asked for: its formats are closed schemas. A tool that must be called takes
/// the object as its input, and the call is read as text again.
/// </summary>
internal static class ForcedJsonTool
{
    private const string Name = "router_maestro_json_answer";

    private const string Description =
        "Gives your answer to the user. The input is the whole answer: one JSON object with exactly the members that the conversation asks for. "
        + "The schema leaves them open, so name and fill them yourself; never send an empty object where something was asked.";

    /// <summary>Tells whether a call is such an answer. No tool of a caller can be called so, since the tool stands alone.</summary>
    /// <param name="name">The name of the tool called.</param>
    public static bool Is(ReadOnlySpan<byte> name) => name.SequenceEqual("router_maestro_json_answer"u8);

    /// <summary>Tells whether a call is such an answer.</summary>
    /// <param name="name">The name of the tool called.</param>
    public static bool Is(string name) => name == Name;

    /// <summary>Tells whether the tool can be forced: beside thinking, tools of the caller's and a begun answer it cannot.</summary>
    public static bool Fits(ChatRequest request, AnthropicConversation conversation, AnthropicReasoning thinking) =>
        request.OutputFormat is OutputFormat.JsonObject
        && request.Tools.IsEmpty
        && !thinking.IsOn
        && conversation.Turns is [.., { Role: Role.User }];

    /// <summary>Writes the tool, and that it must be called, once.</summary>
    public static void WriteTool(Utf8JsonWriter json)
    {
        json.WriteStartArray("tools"u8);
        json.WriteStartObject();
        json.WriteString("name"u8, Name);
        json.WriteString("description"u8, Description);
        json.WriteStartObject("input_schema"u8);
        json.WriteString("type"u8, "object"u8);
        json.WriteBoolean("additionalProperties"u8, true);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("tool_choice"u8);
        json.WriteString("type"u8, "tool"u8);
        json.WriteString("name"u8, Name);
        json.WriteBoolean("disable_parallel_tool_use"u8, true);
        json.WriteEndObject();
    }
}

/// <summary>Removes the lines in which Claude Code tells Anthropic's billing about itself: no other provider should read them.</summary>
internal static class ClaudeCodeBillingText
{
    private const string Mark = "x-anthropic-billing-header:";

    public static JsonText Strip(JsonText text) =>
        text.Escaped.Span.IndexOf("x-anthropic-billing-header:"u8) < 0
            ? text
            : string.Join('\n', text.ToString().Split('\n').Where(line => !line.StartsWith(Mark, StringComparison.Ordinal))).Trim();
}
