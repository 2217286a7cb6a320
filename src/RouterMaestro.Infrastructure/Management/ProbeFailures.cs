using System.Globalization;
using System.Net.Sockets;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Infrastructure.Configuration.Providers;

namespace RouterMaestro.Infrastructure.Management;

/// <summary>Explains in plain words why a provider did not send its models.</summary>
internal static class ProbeFailures
{
    /// <summary>Explains a failure.</summary>
    /// <param name="configured">The provider.</param>
    /// <param name="failure">The failure of the request.</param>
    /// <param name="exception">The exception of the HTTP stack; null if there was a response.</param>
    public static ProviderTestFailure Explain(ConfiguredProvider configured, UpstreamFailure failure, Exception? exception)
    {
        var address = new Uri(configured.Profile.CalledAddress);
        return failure switch
        {
            { Status: { } status } => OfStatus(configured, failure, status),
            { Kind: FailureKind.HeadersTimeout or FailureKind.TotalTimeout } => OfTimeout(address),
            _ when exception is HttpRequestException broken => OfTransport(address, broken),
            _ when exception is OperationCanceledException { InnerException: TimeoutException } => OfTimeout(address),
            { Kind: FailureKind.Credential } => new("no_credential", $"The gateway could not get a credential for '{configured.Profile.Id}'; its log has the reason.", null),
            { Kind: FailureKind.Malformed } => new(
                "no_model_list", $"What {address} sent is not a list of models: check that baseURL is the root of the API, which often ends with /v1. {failure.Message}", null),
            _ => new("failed", failure.Message, null),
        };
    }

    private static ProviderTestFailure OfTimeout(Uri address) => new(
        "timeout", string.Create(CultureInfo.InvariantCulture, $"{address.Authority} did not answer within {ProviderProbe.Limit.TotalSeconds} seconds."), null);

    private static ProviderTestFailure OfStatus(ConfiguredProvider configured, UpstreamFailure failure, int status)
    {
        var id = configured.Profile.Id;
        return status switch
        {
            401 when configured.Key is null && configured.KeySource != KeySource.Module => new(
                "unauthorized", $"'{id}' wants a key and got none (status 401): {KeyAdvice(configured)}. It says: {failure.Message}", status),
            401 => new("unauthorized", $"'{id}' rejects the key {KeyOrigin(configured)} (status 401). It says: {failure.Message}", status),
            403 when configured.Key is null && configured.KeySource != KeySource.Module => new(
                "forbidden", $"'{id}' does not allow this without a key (status 403): {KeyAdvice(configured)}. It says: {failure.Message}", status),
            403 => new("forbidden", $"'{id}' accepts the key {KeyOrigin(configured)} but does not allow this (status 403). It says: {failure.Message}", status),
            404 or 405 => new(
                "not_found",
                $"{configured.Profile.CalledAddress} has no list of models (status {status}): check that baseURL is the root of the API, which often ends with /v1. A server without a list needs 'models' in its entry.",
                status),
            429 => new("rate_limited", $"'{id}' asks for fewer requests (status 429). It says: {failure.Message}", status),
            _ => new("status", $"'{id}' answered with status {status}. It says: {failure.Message}", status),
        };
    }

    private static ProviderTestFailure OfTransport(Uri address, HttpRequestException exception) => exception.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => new(
            "dns", $"The name {address.Host} cannot be resolved: check baseURL, and the name servers of the gateway's machine.", null),
        HttpRequestError.SecureConnectionError => new(
            "tls", $"No TLS connection to {address.Authority}: its certificate is not trusted by the gateway's machine, or the port does not speak TLS.", null),
        HttpRequestError.ProxyTunnelError => new("proxy", $"The proxy of the gateway's machine did not connect to {address.Authority}.", null),
        HttpRequestError.ConnectionError when exception.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused } => new(
            "refused", $"{address.Authority} refuses the connection: nothing listens there. Is the server running, and is the port right?", null),
        HttpRequestError.ConnectionError => new("unreachable", $"{address.Authority} cannot be reached from the gateway's machine.", null),
        _ => new("broken", $"{address.Authority} closed the connection without a response: does it speak {address.Scheme}?", null),
    };

    private static string KeyAdvice(ConfiguredProvider configured) =>
        configured.KeyProblem ?? configured.Profile.CredentialAdvice;

    private static string KeyOrigin(ConfiguredProvider configured) => configured.KeySource switch
    {
        KeySource.Environment => $"of {configured.Profile.KeyVariable}",
        KeySource.KeyFile => "of auth.json",
        KeySource.Code => "of the host's code",

        // it is tried before it is stored
        KeySource.None => "that was given",
        _ => "of its module",
    };
}
