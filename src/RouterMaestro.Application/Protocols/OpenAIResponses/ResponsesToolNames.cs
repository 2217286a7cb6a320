using System.Security.Cryptography;
using System.Text;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Application.Protocols.OpenAIResponses;

/// <summary>Names of tools as plain functions, and back.</summary>
internal static class ResponsesToolNames
{
    /// <summary>The name of the tool with which a model looks for further tools.</summary>
    public const string Search = "tool_search";

    /// <summary>The name of the one argument of a tool that takes free text.</summary>
    public const string Input = "input";

    private const int Longest = 64;
    private const int DigestBytes = 4;

    /// <summary>Makes one name of a namespace and a name: always the same one, and short enough for every provider.</summary>
    public static string Flatten(string? space, string name)
    {
        if (string.IsNullOrEmpty(space))
        {
            return name;
        }

        var whole = $"{space}__{name}";
        return whole.Length <= Longest
            ? whole
            : $"{whole.AsSpan(0, Longest - (2 * DigestBytes) - 1)}_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(whole)).AsSpan(0, DigestBytes))}";
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
