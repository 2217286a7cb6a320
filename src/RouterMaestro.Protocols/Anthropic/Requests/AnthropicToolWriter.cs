using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.Schemas;

namespace RouterMaestro.Protocols.Anthropic.Requests;

/// <summary>Writes the tools of a request and how they may be called.</summary>
internal static class AnthropicToolWriter
{
    public static void Write(Utf8JsonWriter json, ChatRequest request, AnthropicStrictBudget budget, LossSink losses)
    {
        var tools = request.Tools.Where(t => CanStand(t, losses)).ToList();
        if (tools.Count == 0)
        {
            return;
        }

        json.WriteStartArray("tools"u8);
        foreach (var tool in tools)
        {
            WriteTool(json, tool, budget, losses);
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

    private static void WriteTool(Utf8JsonWriter json, Tool tool, AnthropicStrictBudget budget, LossSink losses)
    {
        json.WriteStartObject();
        switch (tool)
        {
            case Tool.Function function:
                WriteFunction(json, function, budget, losses);
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

    private static void WriteFunction(Utf8JsonWriter json, Tool.Function function, AnthropicStrictBudget budget, LossSink losses)
    {
        json.WriteString("name"u8, function.Name);
        if (function.Description is { } description)
        {
            json.WriteText("description"u8, description);
        }

        var schema = AnthropicSchemas.ForTool(function.Parameters ?? (function.Strict == true ? SchemaDocument.ClosedEmpty : null));
        schema.Report(losses, "tools.schema.");
        if (function.Strict != true)
        {
            json.WriteRaw("input_schema"u8, schema.Schema);
        }
        else if (AnthropicSchemas.Close(schema.Schema) is { } closed && budget.TryTake(closed.Schema, isTool: true))
        {
            closed.Report(losses, "tools.schema.");
            json.WriteRaw("input_schema"u8, closed.Schema);
        }
        else
        {
            losses.Add("tools.strict");
            json.WriteRaw("input_schema"u8, schema.Schema);
            return;
        }

        if (function.Strict is { } strict)
        {
            json.WriteBoolean("strict"u8, strict);
        }
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
/// Requests any JSON object, or one of a schema that is not closed, as the response. The protocol's formats are closed schemas, so a
/// forced tool takes the object as its input, and its call is read as text.
/// </summary>
internal static class ForcedJsonTool
{
    private const string Name = "router_maestro_json_answer";

    private static readonly RawJson _anyObject = RawJson.Parse("""{"type":"object","additionalProperties":true}""");

    private const string DescriptionWithSchema =
        "Gives your answer to the user. The input is the whole answer: one JSON object that follows the schema.";

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
        request.Tools.IsEmpty
        && !thinking.IsOn
        && conversation.Turns is [.., { Role: Role.User }];

    /// <summary>Writes the tool and a tool choice that requires one call of it.</summary>
    /// <param name="json">Receives both.</param>
    /// <param name="schema">The schema of the response; null for any object.</param>
    public static void WriteTool(Utf8JsonWriter json, RawJson? schema)
    {
        json.WriteStartArray("tools"u8);
        json.WriteStartObject();
        json.WriteString("name"u8, Name);
        json.WriteString("description"u8, schema is null ? Description : DescriptionWithSchema);
        json.WriteRaw("input_schema"u8, schema ?? _anyObject);
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
