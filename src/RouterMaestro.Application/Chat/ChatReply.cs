using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Health;
using RouterMaestro.Application.Telemetry;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Application.Chat;

/// <summary>The answer to a call, and who gave it. Dispose it, also unread: it holds the connection to the provider.</summary>
/// <param name="servedBy">The model that answers.</param>
/// <param name="response">The answer.</param>
/// <param name="attempts">How many requests were sent to providers.</param>
public sealed class ChatReply(ModelRef servedBy, ProviderResponse response, int attempts) : IAsyncDisposable
{
    /// <summary>Gets the model that answers.</summary>
    public ModelRef ServedBy { get; } = servedBy;

    /// <summary>Gets the answer.</summary>
    public ProviderResponse Response { get; } = response;

    /// <summary>Gets how many requests were sent to providers.</summary>
    public int Attempts { get; } = attempts;

    /// <summary>Gets the plan that was followed; null for a reply that followed none.</summary>
    public RoutePlan? Plan { get; init; }

    /// <summary>Gets what translating the request and its answer could not carry.</summary>
    public LossSink Losses => Call?.Losses ?? (field ??= new());

    /// <summary>Gets a value indicating whether the model is known to reason where its provider does not show it: OpenAI's models in Chat.</summary>
    public bool HidesReasoning => Call?.Description.HidesReasoning(ServedBy.Id) ?? false;

    /// <summary>Gets the call that is answered; null for a reply that answers none.</summary>
    internal UpstreamCall? Call { get; init; }

    /// <summary>Gets or sets who notes the losses when all of the answer has been told; null when nobody does.</summary>
    internal LossReporter? LossReporter { get; set; }

    internal HealthRegistry? Health { get; set; }

    internal AttemptContext Context { get; init; }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        Resolve();
        return Response.DisposeAsync();
    }

    // only now is it known how a stream ended; one that the caller left says nothing
    private void Resolve()
    {
        LossReporter?.Note(Call!);
        LossReporter = null;
        if (Health is not { } health)
        {
            return;
        }

        Health = null;
        if (Response is ResponseStream { Failure: { } failure })
        {
            health.Fail(Context, failure);
        }
        else if (Response is not ResponseStream || Response.Finish is not null)
        {
            health.Complete(Context);
        }
    }
}
