using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Gateways;

/// <summary>Talks to the admin routes of the gateway that commands are meant for.</summary>
internal sealed class GatewayClient(HttpClient http, GatewayLocator locator)
{
    /// <summary>Sends a request.</summary>
    /// <param name="method">Its method.</param>
    /// <param name="path">Its path below the admin routes.</param>
    /// <param name="body">Its body; null when it has none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The answer; null when the request was made on stale knowledge.</returns>
    /// <exception cref="CommandFailedException">The gateway cannot be reached, refuses, or is none.</exception>
    public async Task<JsonObject?> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        var gateway = locator.Locate();
        using var request = new HttpRequestMessage(method, new Uri(gateway.Endpoint, "api/admin/" + path));
        request.Headers.Authorization = gateway.AdminKey is { } key ? new AuthenticationHeaderValue("Bearer", key) : null;
        request.Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken)) as JsonObject ?? throw NotAGateway(gateway);
            return Check(response.StatusCode, answer, gateway) ? answer : null;
        }
        catch (HttpRequestException exception)
        {
            throw new CommandFailedException($"The server is not running at {Address(gateway)}.", exception);
        }
        catch (JsonException exception)
        {
            throw NotAGateway(gateway, exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CommandFailedException($"The gateway at {Address(gateway)} does not respond.", exception);
        }
    }

    /// <summary>Lists the models that the gateway can ask, in its own order.</summary>
    public async Task<IReadOnlyList<ModelRow>> ListModelsAsync(CancellationToken cancellationToken)
    {
        var answer = await SendAsync(HttpMethod.Get, "models", body: null, cancellationToken);
        return answer.Deserialize(CliJson.Default.ModelRows)?.Models ?? throw NotAGateway(locator.Locate());
    }

    private static bool Check(HttpStatusCode status, JsonObject answer, GatewayAddress gateway)
    {
        if ((int)status is >= 200 and <= 299)
        {
            return true;
        }

        var detail = answer["detail"];
        if (detail is JsonObject { } said && (string?)said["code"] == "config_revision_conflict")
        {
            return false;
        }

        throw new CommandFailedException(status switch
        {
            HttpStatusCode.Unauthorized when gateway.AdminKey is null => $"The gateway at {Address(gateway)} refuses the key. Set ROUTER_MAESTRO_API_KEY.",
            HttpStatusCode.Unauthorized => $"The gateway at {Address(gateway)} refuses the key. Check ROUTER_MAESTRO_API_KEY and contexts.json.",
            HttpStatusCode.Forbidden => $"The gateway at {Address(gateway)} has a key for its operators. Set ROUTER_MAESTRO_ADMIN_KEY.",
            _ when ((detail as JsonObject)?["message"] ?? detail) is JsonValue message => $"The gateway at {Address(gateway)} refuses: {message}",
            _ => $"The gateway at {Address(gateway)} responded with status {(int)status}.",
        });
    }

    private static CommandFailedException NotAGateway(GatewayAddress gateway, Exception? inner = null) =>
        new($"The server at {Address(gateway)} is not a RouterMaestro gateway.", inner);

    private static string Address(GatewayAddress gateway) => gateway.Endpoint.GetLeftPart(UriPartial.Authority);
}
