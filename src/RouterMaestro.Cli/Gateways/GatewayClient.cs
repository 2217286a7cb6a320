using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace RouterMaestro.Cli.Gateways;

/// <summary>Talks to a gateway over HTTP.</summary>
internal sealed class GatewayClient(HttpClient http)
{
    // the largest page that the list allows
    private const string ModelsPath = "api/anthropic/v1/models?limit=1000";

    /// <summary>Lists the models that the gateway can ask, in its own order.</summary>
    /// <exception cref="CommandFailedException">The gateway cannot be reached, refuses, or is none.</exception>
    public async Task<IReadOnlyList<ModelRow>> ListModelsAsync(GatewayAddress gateway, CancellationToken cancellationToken)
    {
        List<ModelRow> models = [];
        for (string? after = null; ;)
        {
            var path = after is null ? ModelsPath : $"{ModelsPath}&after_id={Uri.EscapeDataString(after)}";
            var page = await GetPageAsync(gateway, path, cancellationToken);
            models.AddRange(page.Data!.Select(ToRow));
            if (!page.HasMore || page.LastId is null || page.LastId == after)
            {
                return models;
            }

            after = page.LastId;
        }
    }

    private async Task<ModelPage> GetPageAsync(GatewayAddress gateway, string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(gateway.Endpoint, path));
        if (gateway.ApiKey is { } key)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            Check(response, gateway);
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            var page = await JsonSerializer.DeserializeAsync(body, CliJson.Default.ModelPage, cancellationToken);
            return page?.Data is null ? throw NotAGateway(gateway) : page;
        }
        catch (HttpRequestException exception)
        {
            throw new CommandFailedException($"No gateway is running at {Address(gateway)}.", exception);
        }
        catch (JsonException exception)
        {
            throw NotAGateway(gateway, exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CommandFailedException($"The gateway at {Address(gateway)} does not answer.", exception);
        }
    }

    // the list puts the provider behind each name, for clients that show nothing but names
    private static ModelRow ToRow(ModelPage.Model model)
    {
        var row = new ModelRow(model.Id, model.Name ?? model.Id);
        var suffix = $" ({row.Provider})";
        return row.Name.EndsWith(suffix, StringComparison.Ordinal) ? row with { Name = row.Name[..^suffix.Length] } : row;
    }

    private static void Check(HttpResponseMessage response, GatewayAddress gateway)
    {
        if (response.StatusCode == HttpStatusCode.Unauthorized)
        {
            var hint = gateway.ApiKey is null ? "Set ROUTER_MAESTRO_API_KEY." : "Check ROUTER_MAESTRO_API_KEY and contexts.json.";
            throw new CommandFailedException($"The gateway at {Address(gateway)} refuses the key. {hint}");
        }

        if (!response.IsSuccessStatusCode)
        {
            throw new CommandFailedException($"The gateway at {Address(gateway)} answered {(int)response.StatusCode}.");
        }
    }

    private static CommandFailedException NotAGateway(GatewayAddress gateway, Exception? inner = null) =>
        new($"What runs at {Address(gateway)} is no RouterMaestro gateway.", inner);

    private static string Address(GatewayAddress gateway) => gateway.Endpoint.GetLeftPart(UriPartial.Authority);
}
