using System.Text.Json;
using RouterMaestro.Infrastructure.Providers.Modules;

namespace RouterMaestro.Infrastructure.Tests.Providers.Modules.Acme;

/// <summary>Exchanges the configured key for a token of a few minutes.</summary>
internal sealed class AcmeLogin(ProviderModuleContext context, TimeProvider clock) : ExpiringCredentialSource(clock)
{
    private readonly TimeProvider _clock = clock;

    protected override async Task<IssuedCredential> IssueAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, context.BaseAddress + "/token");
        var key = await context.Key.GetAsync(cancellationToken);
        request.Headers.TryAddWithoutValidation("Authorization", "Key " + key?.Secret);
        using var response = await context.Transport.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        using var document = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
        var token = document.RootElement;
        return new IssuedCredential(
            new ProviderCredential(token.GetProperty("token").GetString()!)
            {
                BaseAddress = token.TryGetProperty("endpoint", out var endpoint) ? new Uri(endpoint.GetString()!) : null,
            },
            _clock.GetUtcNow() + TimeSpan.FromSeconds(token.GetProperty("expires_in").GetInt32()));
    }
}
