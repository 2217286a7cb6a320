using System.Text.Json.Nodes;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Output;

/// <summary>Prints an explained route for people, or as JSON.</summary>
internal sealed class RouteReport(CliEnvironment environment, RoutingReport json)
{
    /// <summary>Prints the route.</summary>
    /// <param name="route">The gateway's answer.</param>
    /// <param name="asJson">Whether it is for programs.</param>
    public void Print(JsonObject route, bool asJson)
    {
        if (asJson)
        {
            json.PrintJson(route);
            return;
        }

        PrintPlan(route);
        var place = 0;
        foreach (var step in Items(route["candidates"]))
        {
            Say("");
            Say($"{++place}. {step["model"]}{((bool)step["reserve"]! ? " (in reserve)" : "")}");
            Say($"   why      {step["reason"]}");
            Say($"   asked in {step["protocol"]}{((bool)step["passthrough"]! ? ", same bytes" : "")}; final with {Commit(step)}");
            Say($"   health   {Health(step)}");
            Say($"   window   {(step["window"] is { } window ? $"{window} tokens" : "not known")}");
            PrintLosses(step);
            PrintLimits((JsonObject)step["timeouts"]!);
        }

        PrintAfterOverflow(route, place);
        var passed = Items(route["skipped"]).ToArray();
        if (passed.Length > 0)
        {
            Say("\nSkipped:");
        }

        foreach (var model in passed)
        {
            Say($"-  {model["model"]}");
            Say($"   {model["reason"]}");
        }
    }

    private void PrintPlan(JsonObject route)
    {
        Say($"{route["model"]}: {Or(route["resolution"], "not understood")}");
        Say($"Strategy {route["strategy"]}, at most {route["max_candidates"]} candidates; onLoss {route["on_loss"]}.");
        if (route["policy_error"] is { } policyError)
        {
            Say($"{policyError}");
        }

        if (route["error"] is { } error)
        {
            Say($"No model can serve it: {error["status"]}, {error["message"]}");
        }
    }

    private static IEnumerable<JsonObject> Items(JsonNode? list) => ((JsonArray)list!).OfType<JsonObject>();

    private static string Or(JsonNode? node, string fallback) => node?.ToString() is { Length: > 0 } text ? text : fallback;

    private static string Commit(JsonObject step) =>
        (string?)step["commit"] == "complete" ? "the complete response" : "its first content";

    private static string Health(JsonObject step)
    {
        var health = step["health"]!;
        return (bool)step["probe"]! ? "its circuit is half-open: this request probes it"
            : health["until"] is { } until ? $"{health["state"]} until {until}"
            : Or(health["state"], "unknown");
    }

    private void PrintLosses(JsonObject step)
    {
        if (step["refusal"] is { } refusal)
        {
            Say($"   refused  {refusal}");
        }
        else if (step["dropped"] is JsonArray dropped)
        {
            Say($"   loses    {(dropped.Count == 0 ? "nothing" : string.Join(", ", dropped.Select(field => field!.ToString())))}");
        }
    }

    private void PrintAfterOverflow(JsonObject route, int candidates)
    {
        if (candidates > 1)
        {
            var larger = ((JsonArray)route["after_overflow"]!["candidates"]!).Select(model => model!.ToString()).ToArray();
            Say("\nAfter a conversation that was too long for the first, only candidates with a");
            Say($"known larger window are asked{(larger.Length == 0 ? ": none." : ":")}");
            Array.ForEach(larger, model => Say($"-  {model}"));
        }
    }

    private void PrintLimits(JsonObject limits)
    {
        var title = "limits";
        foreach (var three in limits.Chunk(3))
        {
            Say($"   {title,-8} {string.Join(", ", three.Select(limit => $"{limit.Key} {Or(limit.Value, "none")}"))}");
            title = "";
        }
    }

    private void Say(string line) => environment.Out.WriteLine(line);
}
