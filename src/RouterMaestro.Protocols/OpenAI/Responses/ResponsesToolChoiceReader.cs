using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Responses;

/// <summary>Reads whether and which tool must be called.</summary>
internal static class ResponsesToolChoiceReader
{
    /// <summary>Reads the choice.</summary>
    /// <param name="json">The request.</param>
    /// <param name="tools">The tools, of which only those stay that the choice allows.</param>
    /// <param name="choice">The choice; null when none was made.</param>
    /// <returns>False when the request says more than the canonical model can hold.</returns>
    public static bool TryRead(JsonRequest json, List<Tool> tools, out ToolChoice? choice)
    {
        choice = null;
        var said = json.Root.Find("tool_choice"u8);
        using (json.At("tool_choice"))
        {
            switch (said.ValueKind)
            {
                case JsonValueKind.Undefined:
                    return true;
                case JsonValueKind.String:
                    choice = OfWord(json, json.Document.StringOf(said));
                    return true;
                case JsonValueKind.Object:
                    choice = OfObject(json, said, tools);
                    return choice is not null;
                default:
                    throw json.Wrong("must be a string or an object");
            }
        }
    }

    private static ToolChoice? OfWord(JsonRequest json, string word)
    {
        switch (word)
        {
            case "auto":
                return new ToolChoice.Auto();
            case "none":
                return new ToolChoice.None();
            case "required":
                return new ToolChoice.Required();
            default:
                json.Losses.Add("tool_choice");
                return null;
        }
    }

    private static ToolChoice? OfObject(JsonRequest json, JsonElement choice, List<Tool> tools)
    {
        switch (json.TakeString(choice, "type"u8))
        {
            case "function" or "custom":
                return new ToolChoice.Specific(NameOf(json, choice));
            case "allowed_tools":
                Allow(json, json.FindArray(choice, "tools"u8), tools);
                return json.FindString(choice, "mode"u8) == "required" ? new ToolChoice.Required() : new ToolChoice.Auto();
            default:
                return null;
        }
    }

    private static string NameOf(JsonRequest json, JsonElement choice) =>
        ResponsesToolNames.Flatten(json.FindString(choice, "namespace"u8), json.TakeString(choice, "name"u8));

    private static void Allow(JsonRequest json, JsonElement allowed, List<Tool> tools)
    {
        HashSet<string> names = [];
        foreach (var tool in allowed.Elements())
        {
            if (json.Document.FindString(tool, "name"u8) is { } name)
            {
                names.Add(ResponsesToolNames.Flatten(json.Document.FindString(tool, "namespace"u8), name));
            }

            if (json.Document.FindString(tool, "type"u8) is { } type)
            {
                names.Add(type);
            }
        }

        tools.RemoveAll(t => !names.Contains(t is Tool.Function function ? function.Name : ((Tool.BuiltIn)t).Kind));
    }
}
