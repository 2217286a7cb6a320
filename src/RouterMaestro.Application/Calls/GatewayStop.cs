using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Application.Calls;

/// <summary>The end of calls that a stopping gateway does not wait for any longer.</summary>
internal static class GatewayStop
{
    private const string Message = "The gateway is stopping: send the request again.";
    private const int Status = 503;

    /// <summary>Gets the error of a call whose response has not begun.</summary>
    public static RouterError Error { get; } = new(RouterErrorKind.Stopping, Status, Message);

    /// <summary>Gets the failure of a stream that has begun.</summary>
    public static UpstreamFailure Failure { get; } = new(FailureKind.ServerError, Message) { Status = Status };
}
