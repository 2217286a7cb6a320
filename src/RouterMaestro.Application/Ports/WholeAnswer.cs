using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Application.Ports;

/// <summary>A whole answer in no dialect.</summary>
/// <param name="response">The answer.</param>
public sealed class WholeAnswer(ChatResponse response) : ProviderAnswer
{
    /// <summary>Gets the answer.</summary>
    public ChatResponse Response { get; } = response;

    /// <inheritdoc />
    public override TokenUsage? Usage => Response.Usage;

    /// <inheritdoc />
    public override FinishReason? Finish => Response.Finish;
}
