using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.Cli.Gateways;

namespace RouterMaestro.Cli.Doctor.Live;

/// <summary>The gateway through which providers are called: keys go only where it sends them.</summary>
/// <param name="http">Sends the requests.</param>
/// <param name="admin">The gateway with the key of its admin routes.</param>
/// <param name="clientKey">The key of its other routes; null if none is known.</param>
internal sealed class LiveGateway(HttpClient http, GatewayAddress admin, string? clientKey)
{
    /// <summary>Gets the address.</summary>
    public GatewayAddress Address => admin;

    /// <summary>Lists the providers.</summary>
    public Task<ProviderListContract?> ListProvidersAsync(CancellationToken cancellationToken) =>
        ReadAsync(HttpMethod.Get, "providers", AdminJson.Default.ProviderListContract, cancellationToken);

    /// <summary>Lists the models.</summary>
    public Task<ModelListContract?> ListModelsAsync(CancellationToken cancellationToken) =>
        ReadAsync(HttpMethod.Get, "models", AdminJson.Default.ModelListContract, cancellationToken);

    /// <summary>Makes the gateway ask a provider for its models.</summary>
    public Task<ProviderTestContract?> TestAsync(string provider, CancellationToken cancellationToken) =>
        ReadAsync(HttpMethod.Post, $"providers/{Uri.EscapeDataString(provider)}/test", AdminJson.Default.ProviderTestContract, cancellationToken);

    /// <summary>Sends a request to a model.</summary>
    /// <param name="body">The request, in Anthropic's protocol, which every provider's is translated from.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<HttpResponseMessage> SendAsync(string body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(admin.Endpoint, "v1/messages"));
        request.Headers.Authorization = clientKey is null ? null : new AuthenticationHeaderValue("Bearer", clientKey);
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return await http.SendAsync(request, cancellationToken);
    }

    private async Task<T?> ReadAsync<T>(HttpMethod method, string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        using var request = new HttpRequestMessage(method, new Uri(admin.Endpoint, GatewayClient.AdminPath + path));
        request.Headers.Authorization = admin.AdminKey is { } key ? new AuthenticationHeaderValue("Bearer", key) : null;
        using var response = await http.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode ? JsonSerializer.Deserialize(text, type) : null;
    }
}
