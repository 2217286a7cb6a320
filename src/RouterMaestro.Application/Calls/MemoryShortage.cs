using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Application.Calls;

/// <summary>The end of calls for which the gateway has no memory, by its own budget or by the limit of the heap.</summary>
internal static class MemoryShortage
{
    /// <summary>Gets the error. Other providers would not help, and calls under way release memory soon.</summary>
    public static RouterError Error { get; } = new(RouterErrorKind.Overloaded, 503, "The gateway is short of memory: send the request again.")
    {
        RetryAfter = TimeSpan.FromSeconds(5),
    };
}
