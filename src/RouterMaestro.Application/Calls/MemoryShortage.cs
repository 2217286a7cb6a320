using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Application.Calls;

/// <summary>The end of calls for which the gateway has no memory, by its own budget or by the limit of the heap.</summary>
internal static class MemoryShortage
{
    private const string Message = "The gateway is short of memory: send the request again.";
    private const int Status = 503;

    /// <summary>Gets the error of a call whose response has not begun. Other providers would not help, and calls under way release memory soon.</summary>
    public static RouterError Error { get; } = new(RouterErrorKind.Overloaded, Status, Message)
    {
        RetryAfter = TimeSpan.FromSeconds(5),
    };

    /// <summary>Gets the failure of a stream that has begun. It has a guard, so that it does not count against the provider.</summary>
    public static UpstreamFailure Failure { get; } = new(FailureKind.Overloaded, Message) { Status = Status, Guard = "memory budget" };
}
