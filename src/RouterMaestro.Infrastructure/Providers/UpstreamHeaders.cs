using System.Net.Http.Headers;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Infrastructure.Providers;

/// <summary>The header fields of a provider's answer.</summary>
internal sealed class UpstreamHeaders(HttpResponseHeaders headers) : IUpstreamHeaders
{
    public string? Find(string name) => headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    /// <summary>Picks the fields that the caller should see.</summary>
    /// <param name="headers">The answer's fields.</param>
    /// <param name="caller">The caller's dialect, whose names rate limits get; null for callers within the process.</param>
    /// <param name="clock">Tells the time, for rate limits.</param>
    public static EquatableArray<HeaderField> Down(HttpResponseHeaders headers, WireProtocol? caller, TimeProvider clock)
    {
        List<HeaderField>? picked = null;
        foreach (var (name, values) in headers.NonValidated)
        {
            if (ProtocolProfile.ForwardsToCaller(name))
            {
                var field = new HeaderField(name, values.ToString());
                (picked ??= []).Add(RateLimitConvention.Of(caller)?.Adopt(field, clock) ?? field);
            }
        }

        return picked is null ? [] : picked.ToEquatableArray();
    }

    /// <summary>Finds the provider's id of the request.</summary>
    public static string? RequestId(HttpResponseHeaders headers, ProtocolProfile profile)
    {
        foreach (var name in profile.RequestIdHeaders)
        {
            if (headers.NonValidated.TryGetValues(name, out var values))
            {
                return values.ToString();
            }
        }

        return null;
    }
}
