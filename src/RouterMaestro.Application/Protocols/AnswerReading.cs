using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Application.Protocols;

/// <summary>What a provider's answer turned out to be: an answer, or a failure behind a success status.</summary>
public readonly record struct AnswerReading
{
    /// <summary>An answer.</summary>
    /// <param name="answer">The answer.</param>
    public AnswerReading(ChatResponse answer) => Answer = answer;

    /// <summary>A failure.</summary>
    /// <param name="failure">The failure.</param>
    public AnswerReading(UpstreamFailure failure) => Failure = failure;

    /// <summary>Gets the answer; null when there is a failure.</summary>
    public ChatResponse? Answer { get; }

    /// <summary>Gets the failure; null when there is an answer.</summary>
    public UpstreamFailure? Failure { get; }
}
