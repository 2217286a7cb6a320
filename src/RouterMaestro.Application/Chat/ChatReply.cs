using RouterMaestro.Application.Ports;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Application.Chat;

/// <summary>The answer to a call, and who gave it. Dispose it, also unread: it holds the connection to the provider.</summary>
/// <param name="servedBy">The model that answers.</param>
/// <param name="answer">The answer.</param>
/// <param name="attempts">How many requests were sent to providers.</param>
public sealed class ChatReply(ModelRef servedBy, ProviderAnswer answer, int attempts) : IAsyncDisposable
{
    /// <summary>Gets the model that answers.</summary>
    public ModelRef ServedBy { get; } = servedBy;

    /// <summary>Gets the answer.</summary>
    public ProviderAnswer Answer { get; } = answer;

    /// <summary>Gets how many requests were sent to providers.</summary>
    public int Attempts { get; } = attempts;

    /// <inheritdoc />
    public ValueTask DisposeAsync() => Answer.DisposeAsync();
}
