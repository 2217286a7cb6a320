using System.Globalization;
using System.Text.Json;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Output;

/// <summary>Prints an explained route for people, or as JSON.</summary>
internal sealed class RouteReport(CliEnvironment environment)
{
    // as in JSON: no zeros at the end
    private const string Time = "yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz";

    /// <summary>Prints the route.</summary>
    /// <param name="route">The route.</param>
    /// <param name="asJson">Whether it is for programs.</param>
    public void Print(RouteContract route, bool asJson)
    {
        if (asJson)
        {
            Say(JsonSerializer.Serialize(route, AdminJson.Indented.RouteContract));
            return;
        }

        PrintPlan(route);
        foreach (var (index, step) in route.Candidates.Index())
        {
            PrintStep(step, place: index + 1);
        }

        PrintAfterOverflow(route);
        if (route.Skipped.Count > 0)
        {
            Say("\nSkipped:");
        }

        foreach (var skipped in route.Skipped)
        {
            Say($"-  {skipped.Model}");
            Say($"   {skipped.Reason}");
        }
    }

    private void PrintPlan(RouteContract route)
    {
        // for a name that means no model the resolution is the error
        Say($"{route.Model}: {(route.Resolution.Length > 0 && route.Resolution != route.Error?.Message ? route.Resolution : "means no model")}");
        if (route.ModelMatch is { } match)
        {
            Say($"Found by its spelling: responses say x-router-maestro-model-match: {match}.");
        }

        Say($"Strategy {route.Strategy}, at most {Quantity.Of(route.MaxCandidates, "candidate")}; onLoss {route.OnLoss}.");
        if (route.PolicyError is { } policyError)
        {
            Say(policyError);
        }

        if (route.Error is { } error)
        {
            Say($"No model can serve it: {error.Status}, {error.Message}");
        }
    }

    private static string Commit(RouteStepContract step) => step.Commit == "complete" ? "the complete response" : "its first content";

    private static string Health(RouteStepContract step) =>
        step.IsProbe ? "its circuit is half-open: this request probes it"
        : step.Health.Until is { } until ? $"{step.Health.State} until {until.ToString(Time, CultureInfo.InvariantCulture)}"
        : step.Health.State;

    private void PrintStep(RouteStepContract step, int place)
    {
        Say("");
        Say($"{place}. {step.Model}{(step.IsReserve ? " (in reserve)" : "")}");
        Say($"   why      {step.Reason}");
        Say($"   asked in {step.Protocol}{(step.IsPassthrough ? ", same bytes" : "")}; final with {Commit(step)}");
        Say($"   health   {Health(step)}");
        Say($"   window   {(step.Window is { } window ? $"{window} tokens" : "not known")}");
        if (step.Facts is { Count: > 0 } facts)
        {
            Say($"   takes    {string.Join("; ", facts.Select(fact => $"{fact.Key}: {fact.Value}"))}");
        }

        PrintLosses(step);
        PrintLimits(step.Timeouts);
    }

    private void PrintLosses(RouteStepContract step)
    {
        if (step.Refusal is { } refusal)
        {
            Say($"   refused  {refusal}");
        }
        else if (step.Dropped is { } dropped)
        {
            Say($"   loses    {(dropped.Count == 0 ? "nothing" : string.Join(", ", dropped))}");
        }
    }

    private void PrintAfterOverflow(RouteContract route)
    {
        if (route.Candidates.Count > 1)
        {
            var larger = route.AfterOverflow.Candidates;
            Say("\nAfter a conversation that was too long for the first, only candidates with a");
            Say($"known larger window are asked{(larger.Count == 0 ? ": none." : ":")}");
            foreach (var model in larger)
            {
                Say($"-  {model}");
            }
        }
    }

    private void PrintLimits(TimeoutsContract limits)
    {
        PrintLimits("limits", ("connect", limits.Connect), ("responseHeaders", limits.ResponseHeaders), ("firstContent", limits.FirstContent));
        PrintLimits("", ("idle", limits.Idle), ("silence", limits.Silence), ("total", limits.Total), ("unstreamed", limits.Unstreamed));
    }

    private void PrintLimits(string title, params (string Name, TimeSpan? Limit)[] limits) => Say(
        $"   {title,-8} {string.Join(", ", limits.Select(l => $"{l.Name} {l.Limit?.ToString("c", CultureInfo.InvariantCulture) ?? "none"}"))}");

    private void Say(string line) => environment.Out.WriteLine(line);
}
