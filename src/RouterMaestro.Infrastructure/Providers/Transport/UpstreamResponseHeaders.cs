using System.Net.Http.Headers;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Errors;

namespace RouterMaestro.Infrastructure.Providers.Transport;

/// <summary>The header fields of a provider's response.</summary>
internal sealed class UpstreamResponseHeaders(HttpResponseHeaders headers) : IUpstreamResponseHeaders
{
    public string? Find(string name) => headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    /// <summary>Selects the fields that are forwarded to the caller.</summary>
    /// <param name="headers">The response's fields.</param>
    /// <param name="provider">The description of the provider's protocol.</param>
    /// <param name="naming">The names that the caller expects for rate limits; null for callers within the process.</param>
    /// <param name="clock">The clock, for rate limits.</param>
    public static EquatableArray<HeaderField> Down(HttpResponseHeaders headers, ProtocolDescription provider, RateLimitNaming? naming, TimeProvider clock)
    {
        List<HeaderField>? picked = null;
        foreach (var (name, values) in headers.NonValidated)
        {
            if (provider.ForwardsToCaller(name))
            {
                var field = new HeaderField(name, values.ToString());
                (picked ??= []).Add(naming?.Adopt(field, provider.RateLimits, clock) ?? field);
            }
        }

        return picked is null ? [] : picked.ToEquatableArray();
    }

    /// <summary>Finds the provider's id of the request.</summary>
    public static string? RequestId(HttpResponseHeaders headers, ProtocolDescription protocol)
    {
        foreach (var name in protocol.RequestIdHeaders)
        {
            if (headers.NonValidated.TryGetValues(name, out var values))
            {
                return values.ToString();
            }
        }

        return null;
    }
}
