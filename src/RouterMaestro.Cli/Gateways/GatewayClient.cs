using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Gateways;

/// <summary>Calls the admin routes of the gateway that commands are meant for.</summary>
internal sealed class GatewayClient(HttpClient http, GatewayLocator locator, GatewayFailures failures)
{
    /// <summary>The path of the admin routes below an endpoint.</summary>
    public const string AdminPath = "api/admin/";

    /// <summary>Gets the address of the gateway, for people.</summary>
    public string Address => locator.Locate().Display;

    /// <summary>Requests a document.</summary>
    /// <param name="path">The path below the admin routes.</param>
    /// <param name="type">The contract of the document.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="CommandFailedException">The gateway cannot be reached or refuses, or the server is no gateway.</exception>
    public Task<TContract> GetAsync<TContract>(string path, JsonTypeInfo<TContract> type, CancellationToken cancellationToken)
        where TContract : class => SendAsync(HttpMethod.Get, path, body: null, type, cancellationToken);

    /// <summary>Sends a command.</summary>
    /// <param name="path">The path below the admin routes.</param>
    /// <param name="body">The JSON to send; null for none.</param>
    /// <param name="type">The contract of the response.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="CommandFailedException">The gateway cannot be reached or refuses, or the server is no gateway.</exception>
    public Task<TContract> PostAsync<TContract>(string path, string? body, JsonTypeInfo<TContract> type, CancellationToken cancellationToken)
        where TContract : class => SendAsync(HttpMethod.Post, path, body, type, cancellationToken);

    /// <summary>Sends a change.</summary>
    /// <param name="path">The path below the admin routes.</param>
    /// <param name="change">The change, with the revision that it is based on.</param>
    /// <param name="type">The contract of the change and of the response.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The document in effect; null if the revision is no longer the current one.</returns>
    /// <exception cref="CommandFailedException">The gateway cannot be reached or refuses, or the server is no gateway.</exception>
    public Task<TContract?> PatchAsync<TContract>(string path, TContract change, JsonTypeInfo<TContract> type, CancellationToken cancellationToken)
        where TContract : class => TrySendAsync(HttpMethod.Patch, path, JsonSerializer.Serialize(change, type), type, cancellationToken);

    /// <summary>Sends a change whose response is another document.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path below the admin routes.</param>
    /// <param name="change">The change, perhaps with the revision that it is based on; null for none.</param>
    /// <param name="type">The contract of the response.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The response; null if the revision is no longer the current one.</returns>
    /// <exception cref="CommandFailedException">The gateway cannot be reached or refuses, or the server is no gateway.</exception>
    public Task<TContract?> ChangeAsync<TContract>(
        HttpMethod method, string path, JsonObject? change, JsonTypeInfo<TContract> type, CancellationToken cancellationToken)
        where TContract : class => TrySendAsync(method, path, change?.ToJsonString(), type, cancellationToken);

    /// <summary>Asks the server that commands are meant for what it is; no key is needed.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="CommandFailedException">It cannot be reached, or is no gateway.</exception>
    public async Task<GatewayIdentity> IdentifyAsync(CancellationToken cancellationToken)
    {
        var gateway = locator.Locate();
        var identity = await TrySendAsync(gateway with { AdminKey = null }, HttpMethod.Get, "", body: null, ServerJson.Default.GatewayIdentity, cancellationToken);
        return identity is { Name: GatewayIdentity.Product } ? identity : throw GatewayFailures.NotAGateway(gateway);
    }

    /// <summary>Says that the server that commands are meant for is another program.</summary>
    public CommandFailedException NotAGateway() => GatewayFailures.NotAGateway(locator.Locate());

    private async Task<TContract> SendAsync<TContract>(
        HttpMethod method, string path, string? body, JsonTypeInfo<TContract> type, CancellationToken cancellationToken)
        where TContract : class =>
        await TrySendAsync(method, path, body, type, cancellationToken) ?? throw NotAGateway();

    /// <summary>Sends a request; null if it is a change that is based on an old revision.</summary>
    private Task<TContract?> TrySendAsync<TContract>(
        HttpMethod method, string path, string? body, JsonTypeInfo<TContract> type, CancellationToken cancellationToken)
        where TContract : class => TrySendAsync(locator.Locate(), method, AdminPath + path, body, type, cancellationToken);

    private async Task<TContract?> TrySendAsync<TContract>(
        GatewayAddress gateway, HttpMethod method, string path, string? body, JsonTypeInfo<TContract> type, CancellationToken cancellationToken)
        where TContract : class
    {
        using var request = new HttpRequestMessage(method, new Uri(gateway.Endpoint, path));
        request.Headers.Authorization = gateway.AdminKey is { } key ? new AuthenticationHeaderValue("Bearer", key) : null;
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        try
        {
            // A thread of its own may wait: a call that ends before the method returns spares every caller its state, whose code .NET 10 compiles at
            // each start, some 200 methods and a tenth of what a command takes.
            using var response = http.Send(request, cancellationToken);
            using var content = new StreamReader(response.Content.ReadAsStream(cancellationToken), Encoding.UTF8);
            var json = content.ReadToEnd();
            if (response.IsSuccessStatusCode)
            {
                return JsonSerializer.Deserialize(json, type) ?? throw GatewayFailures.NotAGateway(gateway);
            }

            if (GatewayFailures.OfFront(response, json, path, gateway) is { } front)
            {
                throw front;
            }

            var detail = JsonSerializer.Deserialize(json, AdminJson.Default.ErrorContract)?.Detail;
            return detail?.Code == ErrorDetailContract.RevisionConflict ? null

                // a gateway says why it refuses a key
                : detail is null && response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden ? throw GatewayFailures.NotAGateway(gateway)
                : throw GatewayFailures.Refused(response.StatusCode, detail, gateway);
        }
        catch (HttpRequestException exception)
        {
            throw failures.Unreachable(exception, gateway);
        }
        catch (JsonException exception)
        {
            throw GatewayFailures.NotAGateway(gateway, exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw GatewayFailures.Silent(gateway, exception);
        }
    }
}
