using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Copilot;

/// <summary>
/// Makes steps in Copilot's own words; every step of <see cref="SimulatedFault"/> and <see cref="SimulatedResponse"/> works beside them. An
/// error is the JSON <c>{"error":{"message","code"}}</c> under <c>text/plain</c>, as Copilot sends it.
/// </summary>
/// <example>
/// <code>
/// copilot.Enqueue(CopilotStep.RateLimited(TimeSpan.FromSeconds(2)), SimulatedResponse.Text("ok").WithQuirks(CopilotQuirks.SplitChoices));
/// copilot.TokenExchange.Enqueue(CopilotStep.Delayed(TimeSpan.FromSeconds(3)));
/// </code>
/// </example>
public static class CopilotStep
{
    /// <summary>Sends a response with quirks, in the place of <see cref="CopilotSimulator.Quirks"/>.</summary>
    /// <param name="response">The response.</param>
    /// <param name="quirks">The quirks; <see cref="CopilotQuirks.None"/> for a response without any.</param>
    /// <returns>The step.</returns>
    public static SimulatedStep WithQuirks(this SimulatedResponse response, CopilotQuirks quirks)
    {
        ArgumentNullException.ThrowIfNull(response);
        return new QuirkedStep(response, quirks);
    }

    /// <summary>Answers as without a step, after a delay: for slow logins, token exchanges and catalogs.</summary>
    /// <param name="delay">How long.</param>
    /// <returns>The step.</returns>
    public static SimulatedStep Delayed(TimeSpan delay) => new DelayedStep(delay);

    /// <summary>Refuses because the quota is used up: 402 <c>quota_exceeded</c>.</summary>
    /// <returns>The step.</returns>
    public static SimulatedError QuotaExceeded() => Error(402, "You have no quota", "quota_exceeded");

    /// <summary>Refuses because of a rate limit: 429 <c>rate_limited</c>.</summary>
    /// <param name="retryAfter">When to come back, sent as <c>Retry-After</c> in whole seconds; null: nothing is said.</param>
    /// <returns>The step.</returns>
    public static SimulatedError RateLimited(TimeSpan? retryAfter = null)
    {
        var error = Error(429, "Sorry, you have exceeded your Copilot token usage. Please try again later.", "rate_limited");
        return retryAfter is { } delay ? error.WithRetryAfter(delay) : error;
    }

    /// <summary>Refuses a thinking block for its signature: 400 with the words "signature" and "thinking".</summary>
    /// <returns>The step. <see cref="CopilotSimulator.ChecksSignatures"/> refuses by what the request holds.</returns>
    public static SimulatedError InvalidSignature() =>
        Error(400, "messages.1.content.0: Invalid `signature` in `thinking` block", "invalid_request_body");

    /// <summary>Refuses a reasoning item: 400 with "Encrypted content could not be decrypted".</summary>
    /// <returns>The step. <see cref="CopilotSimulator.ChecksEncryptedReasoning"/> refuses by what the request holds.</returns>
    public static SimulatedError UndecryptableReasoning() => Error(
        400,
        "The encrypted content gAAA...Qw== could not be verified. Reason: Encrypted content could not be decrypted or parsed.",
        "invalid_request_body");

    /// <summary>Refuses as a host that does not serve the account: 421, plain text.</summary>
    /// <returns>The step. <see cref="CopilotSimulator.WrongApiUrl"/> does so for every request.</returns>
    public static SimulatedError Misdirected() => PlainText(421, "Misdirected Request");

    /// <summary>Refuses a prompt that is too long: 400 <c>model_max_prompt_tokens_exceeded</c>.</summary>
    /// <param name="limit">The limit that is named, tokens.</param>
    /// <param name="asked">What the prompt came to, tokens.</param>
    /// <returns>The step.</returns>
    public static SimulatedError PromptTooLong(int limit, int asked) =>
        Error(400, $"prompt token count of {asked} exceeds the limit of {limit}", "model_max_prompt_tokens_exceeded");

    /// <summary>Makes an error as Copilot sends its own: JSON under a content type of text.</summary>
    internal static SimulatedError Error(int status, string message, string code, string? param = null)
    {
        var error = new System.Text.Json.Nodes.JsonObject { ["message"] = message, ["code"] = code };
        if (param is not null)
        {
            (error["param"], error["type"]) = (param, "invalid_request_error");
        }

        return PlainText(status, Json.WireJson.Text(new System.Text.Json.Nodes.JsonObject { ["error"] = error }));
    }

    internal static SimulatedError PlainText(int status, string text) =>
        SimulatedFault.Status(status).WithBody("text/plain; charset=utf-8", text + "\n");
}

/// <summary>A response that deviates from its protocol.</summary>
internal sealed record QuirkedStep(SimulatedResponse Response, CopilotQuirks Quirks) : SimulatedStep;

/// <summary>The answer that comes without a step, later.</summary>
internal sealed record DelayedStep(TimeSpan Delay) : SimulatedStep;
