using System.Globalization;

namespace RouterMaestro.Testing.Simulation;

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

    internal TimeSpan? RetryAfter { get; init; }

    internal TimeSpan Delay { get; init; }

    internal IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    internal Interruption? Break { get; init; }

    internal (string ContentType, byte[] Bytes)? Body { get; init; }

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
}

/// <summary>What the protocols call the same error, where they differ by more than the envelope.</summary>
/// <param name="Chat">OpenAI's type, code, offending parameter and message.</param>
/// <param name="Messages">Messages' type and message.</param>
internal sealed record SimulatedErrorWording(
    (string? Type, string? Code, string? Param, string Message) Chat,
    (string Type, string Message) Messages)
{
    /// <summary>Gets the same for Responses, where it is not as in Chat.</summary>
    public (string? Type, string? Code, string? Param, string Message)? Responses { get; init; }
}
