using RouterMaestro.Application.Health;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Routing;

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

    /// <summary>Gets the plan that was followed; null for a reply that followed none.</summary>
    public RoutePlan? Plan { get; init; }

    internal HealthBook? Health { get; set; }

    internal AttemptTicket Ticket { get; init; }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        Settle();
        return Answer.DisposeAsync();
    }

    // only now is it known how a stream ended; one that the caller left says nothing
    private void Settle()
    {
        if (Health is not { } health)
        {
            return;
        }

        Health = null;
        if (Answer is AnswerStream { Failure: { } failure })
        {
            health.Fail(Ticket, failure);
        }
        else if (Answer is not AnswerStream || Answer.Finish is not null)
        {
            health.Complete(Ticket);
        }
    }
}
