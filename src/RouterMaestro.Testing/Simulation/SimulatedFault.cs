using System.Globalization;
using System.Text;

namespace RouterMaestro.Testing.Simulation;

/// <summary>Makes steps by which a provider fails before any content; what fails in the middle is on <see cref="SimulatedResponse"/>.</summary>
/// <example>
/// <code>
/// upstream.Enqueue(SimulatedFault.Status(429, retryAfter: TimeSpan.FromSeconds(2)), SimulatedResponse.Text("ok"));
/// upstream.Enqueue(SimulatedFault.Reset().Times(2));
/// </code>
/// </example>
public static class SimulatedFault
{
    private const string Page = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>";

    /// <summary>Answers with an error, in the words that the protocol's provider has for the status.</summary>
    /// <param name="status">The HTTP status, 400 to 599.</param>
    /// <param name="message">The message; null: the provider's usual one.</param>
    /// <param name="retryAfter">When to come back; null: nothing is said.</param>
    /// <returns>The step.</returns>
    public static SimulatedError Status(int status, string? message = null, TimeSpan? retryAfter = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 400);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 599);
        var error = new SimulatedError(status) { Message = message };
        return retryAfter is { } delay ? error.WithRetryAfter(delay) : error;
    }

    /// <summary>Refuses a prompt that is too long: <c>context_length_exceeded</c> in Chat and Responses, <c>prompt is too long</c> in Messages.</summary>
    /// <param name="limit">The model's window, tokens.</param>
    /// <param name="asked">What the prompt came to, tokens.</param>
    /// <returns>The step, a status 400.</returns>
    public static SimulatedError ContextLength(int limit, int asked) => new(400)
    {
        Wording = new(
            ("invalid_request_error", "context_length_exceeded", "messages", string.Create(CultureInfo.InvariantCulture, $"This model's maximum context length is {limit} tokens. However, your messages resulted in {asked} tokens. Please reduce the length of the messages.")),
            ("invalid_request_error", string.Create(CultureInfo.InvariantCulture, $"prompt is too long: {asked} tokens > {limit} maximum")))
        {
            Responses = ("invalid_request_error", "context_length_exceeded", "input", "Your input exceeds the context window of this model. Please adjust your input and try again."),
        },
    };

    /// <summary>Refuses a prompt for what it asks: <c>content_policy_violation</c> in Chat and Responses.</summary>
    /// <returns>The step, a status 400.</returns>
    public static SimulatedError ContentPolicy() => new(400)
    {
        Wording = new(
            ("invalid_request_error", "content_policy_violation", null, "Your request was rejected as a result of our safety system."),
            ("invalid_request_error", "Output blocked by content filtering policy")),
    };

    /// <summary>Refuses for want of money, which no retry cures: 429 <c>insufficient_quota</c> at OpenAI, 402 <c>billing_error</c> in Messages.</summary>
    /// <returns>The step.</returns>
    public static SimulatedStep InsufficientQuota() => new FaultStep.ErrorByProtocol(
        OpenAI: Status(429, "You exceeded your current quota, please check your plan and billing details.")
            .WithType("insufficient_quota").WithCode("insufficient_quota"),
        Messages: Status(402));

    /// <summary>Refuses a conversation that ends with the assistant's words, which newer models won't continue.</summary>
    /// <returns>The step, a status 400.</returns>
    public static SimulatedError AssistantPrefill() => new(400)
    {
        Wording = new(
            ("invalid_request_error", null, "messages", "The last message must not be from the assistant."),
            ("invalid_request_error", "This model does not support assistant message prefill. The conversation must end with a user message.")),
    };

    /// <summary>Resets the connection (TCP RST) before any byte.</summary>
    /// <param name="after">How long to wait before; none if not given.</param>
    /// <returns>The step.</returns>
    public static SimulatedStep Reset(TimeSpan after = default) => new FaultStep.Reset(after);

    /// <summary>Closes the connection properly (TCP FIN) before any byte, as a server does with one that it holds for idle.</summary>
    /// <param name="after">How long to wait before; none if not given.</param>
    /// <returns>The step.</returns>
    public static SimulatedStep HangUp(TimeSpan after = default) => new FaultStep.HangUp(after);

    /// <summary>Takes the request and never answers; it ends when the client leaves.</summary>
    /// <returns>The step.</returns>
    public static SimulatedStep Silence() => new FaultStep.Silence();

    /// <summary>Sends the head of a good answer at once and nothing after it until the client leaves.</summary>
    /// <returns>The step.</returns>
    public static SimulatedStep HeadersOnly() => new FaultStep.HeadersOnly();

    /// <summary>Answers with a page such as a proxy puts in the way.</summary>
    /// <param name="status">The status; 200 is the one that misleads.</param>
    /// <param name="page">The page; null: a proxy's error page.</param>
    /// <returns>The step.</returns>
    public static SimulatedRawResponse Html(int status = 200, string? page = null) =>
        SimulatedResponse.Raw(status, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(page ?? Page));

    /// <summary>Answers 200 with a good head and no body at all.</summary>
    /// <returns>The step.</returns>
    public static SimulatedStep Empty() => new FaultStep.Empty();

    /// <summary>Answers 200 with JSON that breaks off, whether a stream was asked for or not; the transport sees nothing amiss.</summary>
    /// <returns>The step.</returns>
    public static SimulatedStep TruncatedJson() => new FaultStep.TruncatedJson();

    /// <summary>Answers 200 and sends an error as the stream's first event; to a request that is not streamed, as its body.</summary>
    /// <param name="error">The error; null: an error 500.</param>
    /// <returns>The step.</returns>
    public static SimulatedStep ErrorWithStatus200(SimulatedError? error = null) => new FaultStep.ErrorWithStatus200(error ?? Status(500));

    /// <summary>Refuses a model that the provider does not have.</summary>
    internal static SimulatedError UnknownModel(string? model) => new(404)
    {
        Wording = new(
            ("invalid_request_error", "model_not_found", null, $"The model `{model}` does not exist or you do not have access to it."),
            ("not_found_error", $"model: {model}")),
    };
}

/// <summary>A fault that is not a <see cref="SimulatedError"/>.</summary>
internal abstract record FaultStep : SimulatedStep
{
    private FaultStep()
    {
    }

    public sealed record ErrorByProtocol(SimulatedError OpenAI, SimulatedError Messages) : FaultStep;

    public sealed record Reset(TimeSpan After) : FaultStep;

    public sealed record HangUp(TimeSpan After) : FaultStep;

    public sealed record Silence : FaultStep;

    public sealed record HeadersOnly : FaultStep;

    public sealed record Empty : FaultStep;

    public sealed record TruncatedJson : FaultStep;

    public sealed record ErrorWithStatus200(SimulatedError Error) : FaultStep;
}
