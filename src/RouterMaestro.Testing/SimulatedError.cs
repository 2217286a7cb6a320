using System.Globalization;
using RouterMaestro.Testing.Rendering;
using RouterMaestro.Testing.Wire;

namespace RouterMaestro.Testing;

/// <summary>An error by status, with the body that the request's protocol gives it; made by <see cref="SimulatedFault"/>. Immutable.</summary>
public sealed record SimulatedError : SimulatedStep
{
    internal SimulatedError(int status) => Status = status;

    /// <summary>Gets the HTTP status.</summary>
    public int Status { get; }

    internal string? Message { get; init; }

    internal string? Type { get; init; }

    internal string? Code { get; init; }

    internal string? Param { get; init; }

    internal SimulatedErrorWording? Wording { get; init; }

    private TimeSpan? RetryAfter { get; init; }

    private TimeSpan Delay { get; init; }

    private IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    private Interruption? Break { get; init; }

    private (string ContentType, byte[] Bytes)? Body { get; init; }

    /// <summary>Sets the message.</summary>
    /// <param name="message">The message.</param>
    /// <returns>The changed error.</returns>
    public SimulatedError WithMessage(string message) => this with { Message = message };

    /// <summary>Sets the error's type, for all protocols.</summary>
    /// <param name="type">The type.</param>
    /// <returns>The changed error.</returns>
    public SimulatedError WithType(string type) => this with { Type = type };

    /// <summary>Sets the code and the offending parameter, which only OpenAI's errors have.</summary>
    /// <param name="code">The code.</param>
    /// <param name="param">The parameter.</param>
    /// <returns>The changed error.</returns>
    public SimulatedError WithCode(string code, string? param = null) => this with { Code = code, Param = param };

    /// <summary>Asks the client to come back later: <c>retry-after</c> in seconds, rounded up, and <c>retry-after-ms</c> for parts of a second.</summary>
    /// <param name="delay">When.</param>
    /// <returns>The changed error.</returns>
    public SimulatedError WithRetryAfter(TimeSpan delay) => this with { RetryAfter = delay };

    /// <summary>Asks the client to come back at a time: <c>retry-after</c> as a date, which has whole seconds.</summary>
    /// <param name="time">When.</param>
    /// <returns>The changed error.</returns>
    public SimulatedError WithRetryAfter(DateTimeOffset time) => WithHeader("retry-after", time.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>Adds a header.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    /// <returns>The changed error.</returns>
    public SimulatedError WithHeader(string name, string value) => this with { Headers = [.. Headers, new(name, value)] };

    /// <summary>Sends a body of one's own instead of the protocol's.</summary>
    /// <param name="contentType">The content type.</param>
    /// <param name="body">The body.</param>
    /// <returns>The changed error.</returns>
    public SimulatedError WithBody(string contentType, string body) =>
        this with { Body = (contentType, System.Text.Encoding.UTF8.GetBytes(body)) };

    /// <summary>Waits before the error is sent.</summary>
    /// <param name="delay">How long.</param>
    /// <returns>The changed error.</returns>
    public SimulatedError DelayHeaders(TimeSpan delay) => this with { Delay = delay };

    /// <summary>Sends the head and half of the body, then goes silent.</summary>
    /// <param name="duration">How long, and the rest follows; null: until the client leaves.</param>
    /// <returns>The changed error.</returns>
    public SimulatedError StallInBody(TimeSpan? duration = null) => this with { Break = new Interruption.Stall(0, duration) };

    /// <summary>Sends the head and half of the body, then closes the connection.</summary>
    /// <returns>The changed error.</returns>
    public SimulatedError CutInBody() => this with { Break = new Interruption.Cut(0) };

    internal override SimulatedReply Render(RenderContext context)
    {
        var (contentType, bytes) = Body ?? (ContentTypes.Json, ErrorBodies.Whole(this, context));
        var reply = SimulatedReply.Whole(Status, contentType, bytes);
        return reply with
        {
            Acts = [new ReplyAct.Wait(Delay), .. Break is null ? reply.Acts : WholeDirector.Interrupted(bytes, [Break])],
            Headers = [.. ProviderHeaders.For(context), .. RetryHeaders(), .. Headers],
        };
    }

    private IEnumerable<KeyValuePair<string, string>> RetryHeaders()
    {
        if (RetryAfter is not { } delay)
        {
            yield break;
        }

        yield return new("retry-after", $"{Math.Ceiling(delay.TotalSeconds):0}");
        if (delay.Milliseconds != 0)
        {
            yield return new("retry-after-ms", $"{delay.TotalMilliseconds:0}");
        }
    }
}
