using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Tools;

namespace RouterMaestro.Protocols.OpenAI.Responses;

/// <summary>Names of tools as plain functions, and back.</summary>
internal static class ResponsesToolNames
{
    /// <summary>The name of the tool with which a model looks for further tools.</summary>
    public const string Search = "tool_search";

    /// <summary>The name of the one argument of a tool that takes free text.</summary>
    public const string Input = "input";

    /// <summary>Makes one name of a namespace and a name: always the same one, and short enough for every provider.</summary>
    public static string Flatten(string? space, string name)
    {
        if (string.IsNullOrEmpty(space))
        {
            return name;
        }

        var whole = $"{space}__{name}";
        return whole.Length <= ToolNameRule.Shortest ? whole : ToolNameRule.Mark(whole, whole, ToolNameRule.Shortest);
    }

    /// <summary>Tells how the caller knows a tool; null when it knows it as an ordinary function of that name.</summary>
    public static ToolAlias? AliasOf(ToolForm form, string? space, string name) =>
        form == ToolForm.Function && string.IsNullOrEmpty(space) ? null : new(form, name, string.IsNullOrEmpty(space) ? null : space);

    /// <summary>Finds the aliases of tools by their names as functions; null when there are none.</summary>
    public static Dictionary<string, ToolAlias>? AliasesOf(IEnumerable<Tool> tools)
    {
        Dictionary<string, ToolAlias>? aliases = null;
        foreach (var tool in tools)
        {
            if (tool is Tool.Function { Alias: { } alias } function)
            {
                (aliases ??= [])[function.Name] = alias;
            }
        }

        return aliases;
    }
}
