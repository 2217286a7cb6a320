using System.Net;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Gateways;

/// <summary>Says why a call to a gateway failed and what to do, in one sentence each.</summary>
internal sealed class GatewayFailures(CertificateCheck certificate)
{
    // what nginx 1.22 and servers in Go answer, with status 400, to plain http on a port for https
    private static readonly string[] _tlsPort = ["sent to HTTPS port", "HTTP request to an HTTPS server"];

    /// <summary>Explains a call without a response.</summary>
    public CommandFailedException Unreachable(HttpRequestException exception, GatewayAddress gateway) => new(exception.HttpRequestError switch
    {
        HttpRequestError.SecureConnectionError when certificate.Problem is { } problem => $"No TLS connection to {gateway.Display}: its certificate {problem}.",
        HttpRequestError.SecureConnectionError => $"No TLS connection to {gateway.Display}: the server does not speak TLS on this port, so that http may be right instead of https.",
        HttpRequestError.NameResolutionError => $"The name of {gateway.Display} cannot be resolved: is it written rightly?",
        HttpRequestError.ConnectionError => $"The server is not running at {gateway.Display}.",
        HttpRequestError.ProxyTunnelError => $"The proxy does not connect to {gateway.Display}: add its host to NO_PROXY if it needs no proxy.",
        _ => $"The server at {gateway.Display} does not respond in HTTP: is it an https address?",
    }, exception)
    {
        IsUnreachable = true,
    };

    /// <summary>Explains a call that took too long.</summary>
    public static CommandFailedException Silent(GatewayAddress gateway, Exception? inner) =>
        new($"The gateway at {gateway.Display} does not respond.", inner) { IsUnreachable = true };

    /// <summary>Explains a response that is no gateway's.</summary>
    public static CommandFailedException NotAGateway(GatewayAddress gateway, Exception? inner = null) =>
        new($"The server at {gateway.Display} is not a RouterMaestro gateway.", inner);

    /// <summary>Explains a response of something in front of the gateway: a redirection, or a port for TLS; null if it is another one.</summary>
    /// <param name="response">The response.</param>
    /// <param name="text">Its body.</param>
    /// <param name="path">The path below the endpoint that was requested.</param>
    /// <param name="gateway">The gateway.</param>
    public static CommandFailedException? OfFront(HttpResponseMessage response, string text, string path, GatewayAddress gateway)
    {
        if (response.StatusCode == HttpStatusCode.BadRequest && _tlsPort.Any(text.Contains))
        {
            return new($"The server at {gateway.Display} speaks only TLS on this port: use an https address.");
        }

        // a redirection elsewhere, such as to the page of a login, says nothing about the gateway
        return response.Headers.Location is { IsAbsoluteUri: true } target && target.AbsoluteUri.EndsWith("/" + path, StringComparison.Ordinal)
            ? new($"The server at {gateway.Display} redirects to {target.AbsoluteUri[..^(path.Length + 1)]}: use this as the endpoint.")
            : null;
    }

    /// <summary>Explains a refusal of the admin routes.</summary>
    public static CommandFailedException Refused(HttpStatusCode status, ErrorDetailContract? detail, GatewayAddress gateway) => new(status switch
    {
        HttpStatusCode.Unauthorized => WrongKey(gateway, ""),
        HttpStatusCode.Forbidden => $"The gateway at {gateway.Display} accepts only its admin key here: store it with '{ProductInfo.Name} context set-key --admin', or set {ApiKeyStore.AdminVariable}.",
        HttpStatusCode.BadGateway or HttpStatusCode.FailedDependency when detail?.Message is { } message => $"The gateway at {gateway.Display} reports: {message}",
        _ when detail?.Message is { } message => $"The gateway at {gateway.Display} refuses: {message}",

        // a gateway says what it does not find
        HttpStatusCode.NotFound => NotAGateway(gateway).Message,
        _ => $"The gateway at {gateway.Display} responded with status {(int)status}.",
    })
    {
        Code = detail?.Code,
        IsKeyRefused = status == HttpStatusCode.Unauthorized,
    };

    /// <summary>Says that a key is wrong or missing, and where the right one belongs.</summary>
    /// <param name="gateway">The gateway.</param>
    /// <param name="option">The option of <c>context set-key</c> for the key, with a blank in front; empty for the key of clients.</param>
    public static string WrongKey(GatewayAddress gateway, string option) => gateway switch
    {
        { AdminKey: null } => $"The gateway at {gateway.Display} needs a key: store it with '{ProductInfo.Name} context set-key{option}', or set {ApiKeyStore.Variable}.",
        { KeyVariable: { } variable } => $"The gateway at {gateway.Display} refuses the key of {variable}, which is used in place of those in contexts.json: correct it, or unset it.",
        _ => $"The gateway at {gateway.Display} refuses the key of the context: store the right one with '{ProductInfo.Name} context set-key{option}'.",
    };
}
