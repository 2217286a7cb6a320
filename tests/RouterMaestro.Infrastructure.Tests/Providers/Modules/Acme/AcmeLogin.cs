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
        var issued = document.RootElement;
        var token = issued.GetProperty("token").GetString()!;
        var endpoint = issued.TryGetProperty("endpoint", out var address) ? new Uri(address.GetString()!) : null;
        var expiresAt = _clock.GetUtcNow() + TimeSpan.FromSeconds(issued.GetProperty("expires_in").GetInt32());
        return new IssuedCredential(new ProviderCredential(token) { BaseAddress = endpoint }, expiresAt);
    }
}
