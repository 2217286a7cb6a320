using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using RouterMaestro.Cli.Demo.Clients;
using RouterMaestro.Cli.Demo.Staging;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Cli.Demo.Steps;

/// <summary>One step while it is played: asks, shows what goes over the wires, and keeps what was checked.</summary>
internal sealed class DemoScene(DemoStage stage, IDemoStep step, DemoReport report)
{
    private readonly List<SimulatedUsage> _usages = [];

    /// <summary>Gets what the checks found.</summary>
    public DemoChecks Checks { get; } = new();

    /// <summary>Gets the provider, on which the response is set.</summary>
    public DemoProvider Provider => step.Provider;

    /// <summary>Gets what all questions of the step came to; null when no provider has said.</summary>
    public SimulatedUsage? Usage => _usages.Count == 0 ? null : new(_usages.Sum(usage => usage.Input), _usages.Sum(usage => usage.Output));

    /// <summary>Calls the provider through the gateway, shows the call, and checks the properties of every request and response.</summary>
    /// <param name="question">The question.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The response to the client, and the request that reached the provider; null if none did.</returns>
    public async Task<(DemoReply Reply, ReceivedRequest? Request)> AskAsync(DemoQuestion question, CancellationToken cancellationToken)
    {
        var before = Provider.Calls.Count;
        report.Request("client", $"/{step.Client.Path}", question.Model, question.IsStreamed);
        var reply = await step.Client.AskAsync(stage, question, ShowRequests, report.Text, cancellationToken);
        report.EndText();
        if (reply.Response.Usage is { } usage)
        {
            _usages.Add(usage);
        }

        var request = Provider.Calls.Skip(before).FirstOrDefault();
        Check(reply, request);
        return (reply, request);

        void ShowRequests()
        {
            foreach (var call in Provider.Calls.Skip(before))
            {
                report.Request("provider", call.Path, call.Model, call.IsStream);
            }
        }
    }

    /// <summary>Calls the gateway's admin API.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path below the admin routes.</param>
    /// <param name="body">The JSON to send; null for none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<JsonNode> AdminAsync(HttpMethod method, string path, string? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(stage.Address, "api/admin/" + path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", stage.Key);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await stage.Http.SendAsync(request, cancellationToken);
        return JsonNode.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellationToken))!;
    }

    /// <summary>Shows the last line of a step: the tokens and the stop reason.</summary>
    public void ShowUsage(DemoReply reply) => report.Row("usage", reply.Response.Usage is { } usage
        ? $"{usage.Input} tokens in, {usage.Output} out; ended with {reply.Response.StopReason}"
        : "none");

    /// <summary>Shows a line.</summary>
    public void Show(string label, string text) => report.Row(label, text);

    private void Check(DemoReply reply, ReceivedRequest? request)
    {
        Checks.Add(reply.Response.Problems);
        Checks.Equal("the provider's protocol", step.Provider.Protocol, request?.Protocol);
        Checks.Equal("the model asked for", step.Provider.Model, request?.Model);
        Checks.Equal("the gateway's key at the provider", false, request?.Headers.Values.Any(value => value.Contains(stage.Key, StringComparison.Ordinal)));
        if (reply.Status == 200 && reply.Response.ErrorMessage is { } error)
        {
            Checks.Add([$"the response breaks off: {error}"]);
        }
    }
}
