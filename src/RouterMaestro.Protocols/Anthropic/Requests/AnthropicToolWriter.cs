using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
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

    /// <summary>Writes a schema with type object, which Anthropic requires.</summary>
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
/// Requests any JSON object as the response. The protocol's formats are closed schemas, so a forced tool takes the object as its
/// input, and its call is read as text.
/// </summary>
internal static class ForcedJsonTool
{
    private const string Name = "router_maestro_json_answer";

    private const string Description =
        "Gives your answer to the user. The input is the whole answer: one JSON object with exactly the members that the conversation asks for. "
        + "The schema leaves them open, so name and fill them yourself; never send an empty object where something was asked.";

    /// <summary>
    /// Returns true if a call is such a response. No tool of the caller can have this name, because the forced tool is the only one.
    /// </summary>
    /// <param name="name">The name of the tool called.</param>
    public static bool Is(ReadOnlySpan<byte> name) => name.SequenceEqual("router_maestro_json_answer"u8);

    /// <summary>Returns true if a call is such a response.</summary>
    /// <param name="name">The name of the tool called.</param>
    public static bool Is(string name) => name == Name;

    /// <summary>Returns true if the tool can be forced: without <c>thinking</c>, tools of the caller and a prefilled response.</summary>
    public static bool Fits(ChatRequest request, AnthropicConversation conversation, AnthropicReasoning thinking) =>
        request.OutputFormat is OutputFormat.JsonObject
        && request.Tools.IsEmpty
        && !thinking.IsOn
        && conversation.Turns is [.., { Role: Role.User }];

    /// <summary>Writes the tool and a tool choice that requires one call of it.</summary>
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

/// <summary>
/// Removes lines that begin with x-anthropic-billing-header:, which Claude Code 2.1.330 puts into the first system block for
/// Anthropic's billing.
/// </summary>
internal static class ClaudeCodeBillingText
{
    private const string Mark = "x-anthropic-billing-header:";

    public static JsonText Strip(JsonText text) =>
        text.Escaped.Span.IndexOf("x-anthropic-billing-header:"u8) < 0
            ? text
            : string.Join('\n', text.ToString().Split('\n').Where(line => !line.StartsWith(Mark, StringComparison.Ordinal))).Trim();
}
