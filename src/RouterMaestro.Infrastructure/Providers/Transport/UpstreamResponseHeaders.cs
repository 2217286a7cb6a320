using System.Net.Http.Headers;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Errors;

namespace RouterMaestro.Infrastructure.Providers.Transport;

/// <summary>The header fields of a provider's response.</summary>
internal sealed class UpstreamResponseHeaders(HttpResponseHeaders headers) : IUpstreamResponseHeaders
{
    private static readonly string[] _forwarded = ["retry-after", "retry-after-ms", "x-should-retry", "openai-processing-ms"];

    public string? Find(string name) => headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    /// <summary>Selects the fields that are forwarded to the caller.</summary>
    /// <param name="headers">The response's fields.</param>
    /// <param name="naming">The names that the caller expects for rate limits; null for callers within the process.</param>
    /// <param name="clock">The clock, for rate limits.</param>
    public static EquatableArray<HeaderField> Down(HttpResponseHeaders headers, RateLimitNaming? naming, TimeProvider clock)
    {
        List<HeaderField>? picked = null;
        foreach (var (name, values) in headers.NonValidated)
        {
            if (ForwardsToCaller(name))
            {
                var field = new HeaderField(name, values.ToString());
                (picked ??= []).Add(naming?.Adopt(field, clock) ?? field);
            }
        }

        return picked is null ? [] : picked.ToEquatableArray();
    }

    /// <summary>Returns whether a provider's field is forwarded to the caller.</summary>
    /// <param name="name">The field's name, in any case.</param>
    public static bool ForwardsToCaller(string name) =>
        _forwarded.Contains(name, StringComparer.OrdinalIgnoreCase) || name.Contains("ratelimit", StringComparison.OrdinalIgnoreCase);

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
