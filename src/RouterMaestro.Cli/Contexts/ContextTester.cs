using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using RouterMaestro.Cli.Gateways;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Contexts;

/// <summary>Tests whether the gateway of a context can be reached and accepts the keys.</summary>
internal sealed class ContextTester(HttpClient http, GatewayLocator locator, GatewayFailures failures, TimeProvider clock)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    /// <summary>Tests a context.</summary>
    /// <param name="context">The context.</param>
    /// <param name="cancellationToken">Cancels the test.</param>
    /// <exception cref="CommandFailedException">The context's endpoint is no address, or a key cannot be sent.</exception>
    public async Task<ContextTest> TestAsync(GatewayContext context, CancellationToken cancellationToken)
    {
        var clients = locator.LocateForClients(context);
        string? version = null;
        List<ContextStep> steps =
        [
            await StepAsync("reachable", clients with { AdminKey = null }, "", (_, body) =>
            {
                version = VersionIn(body) ?? throw GatewayFailures.NotAGateway(clients);
                return $"version {version}";
            }, cancellationToken),
        ];
        if (steps[0].Ok)
        {
            steps.Add(await KeyStepAsync("api_key", clients, "v1/models", option: "", cancellationToken));
            steps.Add(await KeyStepAsync("admin_key", locator.Locate(context), GatewayClient.AdminPath + "priorities", option: " --admin", cancellationToken));
        }

        return new(context.Name, clients.Display, steps.TrueForAll(step => step.Ok), version, steps);
    }

    private async Task<ContextStep> KeyStepAsync(string name, GatewayAddress gateway, string path, string option, CancellationToken cancellationToken) =>
        await StepAsync(name, gateway, path, (response, _) => response.StatusCode switch
        {
            HttpStatusCode.OK => $"accepted, from {gateway.KeyVariable ?? "contexts.json"}",
            HttpStatusCode.Unauthorized => throw new CommandFailedException(GatewayFailures.WrongKey(gateway, option)),
            var status => throw GatewayFailures.Refused(status, detail: null, gateway),
        }, cancellationToken);

    private async Task<ContextStep> StepAsync(
        string name, GatewayAddress gateway, string path, Func<HttpResponseMessage, string, string> judge, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        using var limit = new CancellationTokenSource(_patience, clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var (ok, message) = (false, "");
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(gateway.Endpoint, path));
            request.Headers.Authorization = gateway.AdminKey is { } key ? new AuthenticationHeaderValue("Bearer", key) : null;
            using var response = await http.SendAsync(request, end.Token);
            var body = await response.Content.ReadAsStringAsync(end.Token);
            message = GatewayFailures.OfFront(response, body, path, gateway) is { } front ? front.Message : judge(response, body);
            ok = response.StatusCode == HttpStatusCode.OK;
        }
        catch (CommandFailedException refused)
        {
            message = refused.Message;
        }
        catch (HttpRequestException exception)
        {
            message = failures.Unreachable(exception, gateway).Message;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            message = string.Create(CultureInfo.InvariantCulture, $"The gateway at {gateway.Display} does not respond within {_patience.TotalSeconds:0} seconds.");
        }

        return new(name, ok, (long)clock.GetElapsedTime(start).TotalMilliseconds, message);
    }

    private static string? VersionIn(string body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, ServerJson.Default.GatewayIdentity) is { Name: GatewayIdentity.Product } identity ? identity.Version : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
