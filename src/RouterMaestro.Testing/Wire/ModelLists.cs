using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace RouterMaestro.Testing.Wire;

/// <summary>Writes models and their lists.</summary>
internal static class ModelLists
{
    public static JsonObject Model(string id, RenderContext context) => context.IsMessages
        ? new JsonObject
        {
            ["type"] = "model",
            ["id"] = id,
            ["display_name"] = id,
            ["created_at"] = "2025-01-01T00:00:00Z",
            ["max_input_tokens"] = 200_000,
            ["max_tokens"] = 64_000,
            ["capabilities"] = null,
        }
        : new JsonObject { ["id"] = id, ["object"] = "model", ["created"] = 1_735_689_600, ["owned_by"] = "simulator" };

    public static JsonObject List(RenderContext context)
    {
        if (!context.IsMessages)
        {
            return new JsonObject { ["object"] = "list", ["data"] = Data(context.Models, context) };
        }

        var query = QueryHelpers.ParseQuery(context.Request.Query);
        var after = query.TryGetValue("after_id", out var id) ? context.Models.SkipWhile(m => m != id).Skip(1) : context.Models;
        var limit = query.TryGetValue("limit", out var said) && int.TryParse(said, out var number) ? number : 20;
        var rest = after.ToList();
        var page = rest.Take(limit).ToList();
        return new JsonObject
        {
            ["data"] = Data(page, context),
            ["has_more"] = rest.Count > page.Count,
            ["first_id"] = page.FirstOrDefault(),
            ["last_id"] = page.LastOrDefault(),
        };
    }

    private static JsonArray Data(IEnumerable<string> models, RenderContext context) => [.. models.Select(m => Model(m, context))];
}
