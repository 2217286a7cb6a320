using System.Text.Json.Nodes;

namespace RouterMaestro.Cli.Demo.Clients;

/// <summary>Describes what a tool takes; both protocols embed the same JSON Schema.</summary>
internal static class DemoToolSchema
{
    public static JsonObject Of(DemoTool tool) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject { [tool.Parameter] = new JsonObject { ["type"] = "string" } },
        ["required"] = new JsonArray(tool.Parameter),
    };
}
