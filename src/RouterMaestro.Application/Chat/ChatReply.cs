using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Health;
using RouterMaestro.Application.Telemetry;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Application.Chat;

/// <summary>The response to a call and the model that gave it. Dispose it, even unread: it holds the connection to the provider.</summary>
/// <param name="servedBy">The model that responds.</param>
/// <param name="response">The response.</param>
/// <param name="attempts">The number of requests sent to providers.</param>
public sealed class ChatReply(ModelRef servedBy, ProviderResponse response, int attempts) : IAsyncDisposable
{
    /// <summary>Gets the model that responds.</summary>
    public ModelRef ServedBy { get; } = servedBy;

    /// <summary>Gets the response.</summary>
    public ProviderResponse Response { get; } = response;

    /// <summary>Gets the number of requests sent to providers.</summary>
    public int Attempts { get; } = attempts;

    /// <summary>Gets the plan that was followed; null for a reply without a plan.</summary>
    public RoutePlan? Plan { get; init; }

    /// <summary>Gets the fields lost in the translation of the request and of the response.</summary>
    public LossSink Losses => Response.Losses;

    /// <summary>Gets the tools of the request, by which a translated response gets the names that the caller knows; none on passthrough.</summary>
    public EquatableArray<Tool> Tools => Call is { IsPassthrough: false } call ? call.Call.ReadRequest().Request.Tools : [];

    /// <summary>Gets a value indicating whether the model reasons without showing it, as OpenAI's models do in Chat.</summary>
    public bool HidesReasoning => Call?.Description.HidesReasoning(ServedBy.Id) ?? false;

    /// <summary>Gets the call to the candidate; null for a reply to a stored-response call.</summary>
    internal UpstreamCall? Call { get; init; }

    /// <summary>Gets or sets the reporter that gets the losses once the response has been written; null if losses are not reported.</summary>
    internal LossReporter? LossReporter { get; set; }

    internal HealthRegistry? Health { get; set; }

    internal AttemptContext Context { get; init; }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        Resolve();
        return Response.DisposeAsync();
    }

    // the outcome of a stream is known only now; a stream that the caller left says nothing about the provider
    private void Resolve()
    {
        LossReporter?.Report(Call!, Response.Losses.Fields);
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
