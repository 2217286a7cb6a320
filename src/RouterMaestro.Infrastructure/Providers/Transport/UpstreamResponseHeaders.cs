using System.Net.Http.Headers;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Infrastructure.Providers.Profiles;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Errors;

namespace RouterMaestro.Infrastructure.Providers.Transport;

/// <summary>The header fields of a provider's response.</summary>
internal sealed class UpstreamResponseHeaders(HttpResponseHeaders headers) : IUpstreamResponseHeaders
{
    public string? Find(string name) => headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    /// <summary>Selects the fields that are forwarded to the caller, without secrets.</summary>
    /// <param name="headers">The response's fields.</param>
    /// <param name="mask">Masks the provider's secrets.</param>
    /// <param name="route">The route by which the provider was called.</param>
    /// <param name="naming">The names that the caller expects for rate limits; null for callers within the process.</param>
    /// <param name="clock">The clock, for rate limits.</param>
    public static EquatableArray<HeaderField> Down(HttpResponseHeaders headers, SecretMask mask, UpstreamRoute route, RateLimitNaming? naming, TimeProvider clock)
    {
        List<HeaderField>? picked = null;
        foreach (var (name, values) in headers.NonValidated)
        {
            if (route.ForwardsToCaller(name) && mask.Apply(new HeaderField(name, values.ToString())) is { } field)
            {
                (picked ??= []).Add(naming?.Adopt(field, route.Description.RateLimits, clock) ?? field);
            }
        }

        return picked is null ? [] : picked.ToEquatableArray();
    }

    /// <summary>Finds the provider's id of the request, without secrets.</summary>
    public static string? RequestId(HttpResponseHeaders headers, SecretMask mask, ProtocolDescription protocol)
    {
        foreach (var name in protocol.RequestIdHeaders)
        {
            if (headers.NonValidated.TryGetValues(name, out var values))
            {
                return mask.Apply(values.ToString());
            }
        }

        return null;
    }
}
