using RouterMaestro.Application.Calls;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Infrastructure.Providers.Resilience;

/// <summary>Maps transport errors and statuses to failures.</summary>
internal static class FailureClassifier
{
    /// <summary>Gets the failure for an exception of the HTTP stack.</summary>
    public static UpstreamFailure Of(HttpRequestException exception)
    {
        var kind = exception.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError
                or HttpRequestError.ProxyTunnelError => FailureKind.Connect,
            HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.VersionNegotiationError => FailureKind.Malformed,
            _ => FailureKind.Reset,
        };
        return new UpstreamFailure(kind, Describe(kind));
    }

    /// <summary>Gets the failure for a status, without the details of the body.</summary>
    public static UpstreamFailure Of(int status)
    {
        var kind = status switch
        {
            429 => FailureKind.RateLimited,
            401 or 403 or 421 => FailureKind.Credential,
            _ => FailureKind.ServerError,
        };
        return new UpstreamFailure(kind, $"The provider answered with status {status}.") { Status = status };
    }

    /// <summary>Gets the message for a response that cannot be decoded. It has none of its bytes.</summary>
    public static string Describe(UndecodableException exception) => $"The provider's answer cannot be read: {exception.Message}.";

    /// <summary>Gets the message for a kind of failure. Exception messages are not used, since they may name hosts.</summary>
    public static string Describe(FailureKind kind) => kind switch
    {
        FailureKind.Connect => "The provider could not be reached.",
        FailureKind.Reset => "The provider closed the connection before it answered.",
        FailureKind.HeadersTimeout => "The provider did not answer in time.",
        FailureKind.FirstContentTimeout => "The provider sent no content in time.",
        FailureKind.IdleTimeout => "The provider fell silent in the middle of its answer.",
        FailureKind.TotalTimeout => "The provider did not finish its answer in time.",
        FailureKind.Cut => "The provider broke off in the middle of its answer.",
        FailureKind.Empty => "The provider's answer was empty.",
        _ => "The provider sent something that is not an answer.",
    };
}
