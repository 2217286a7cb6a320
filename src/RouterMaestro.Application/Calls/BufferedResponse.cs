using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Application.Calls;

/// <summary>A whole answer in no dialect.</summary>
/// <param name="response">The answer.</param>
/// <param name="owner">The bytes that the answer holds slices of, if any.</param>
public sealed class BufferedResponse(ChatResponse response, IDisposable? owner = null) : ProviderResponse
{
    /// <summary>Gets the answer.</summary>
    public ChatResponse Response { get; } = response;

    /// <inheritdoc />
    public override TokenUsage? Usage => Response.Usage;

    /// <inheritdoc />
    public override FinishReason? Finish => Response.Finish;

    /// <inheritdoc />
    public override ValueTask DisposeAsync()
    {
        owner?.Dispose();
        return base.DisposeAsync();
    }
}
