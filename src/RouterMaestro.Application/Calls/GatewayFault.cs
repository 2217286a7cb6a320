using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Application.Calls;

/// <summary>A fault of the gateway itself: an exception that is no failure of a provider and no mistake of the caller.</summary>
internal static class GatewayFault
{
    private const string Message = "The gateway failed; its log has the details under this request's id.";
    private const int Status = 500;

    /// <summary>Gets the error of a call.</summary>
    public static RouterError Error { get; } = new(RouterErrorKind.Internal, Status, Message);

    /// <summary>Gets the failure with which the response to a call ends.</summary>
    public static UpstreamFailure Failure { get; } = new(FailureKind.ServerError, Message) { Status = Status };
}
