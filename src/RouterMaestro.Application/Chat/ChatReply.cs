using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Streams;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
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
    private UpstreamFailure? _failure;
    private bool _isEnded;

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
    public EquatableArray<Tool> Tools => Pipeline?.Call is { IsPassthrough: false } call ? call.Call.ReadRequest().Request.Tools : [];

    /// <summary>Gets a value indicating whether the model reasons without showing it, as OpenAI's models do in Chat.</summary>
    public bool HidesReasoning => Pipeline?.Call.Description.HidesReasoning(ServedBy.Id) ?? false;

    /// <summary>Gets the pipeline that learns the end of the response; null for a reply that a host makes itself.</summary>
    internal StreamPipeline? Pipeline { get; init; }

    /// <summary>Tells that the response does not reach its caller, for a reason that is not the provider's.</summary>
    /// <param name="failure">The reason.</param>
    internal void Fail(UpstreamFailure failure) => _failure = failure;

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        // a stream reads what has arrived and nobody will forward, since it may state its cost
        var disposing = Response.DisposeAsync();
        if (!disposing.IsCompletedSuccessfully)
        {
            return EndAfterAsync(disposing);
        }

        End();
        return disposing;
    }

    private async ValueTask EndAfterAsync(ValueTask disposing)
    {
        try
        {
            await disposing.ConfigureAwait(false);
        }
        finally
        {
            End();
        }
    }

    // the outcome of a stream is known only now
    private void End()
    {
        if (!_isEnded)
        {
            _isEnded = true;
            Pipeline?.End(Response, Attempts, _failure);
        }
    }
}
