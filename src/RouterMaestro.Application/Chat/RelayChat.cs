using FluentValidation;
using MediatR;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Messaging;
using RouterMaestro.Application.Outcomes;
using RouterMaestro.Application.Planning;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain.Routing.Plans;

namespace RouterMaestro.Application.Chat;

/// <summary>Relays a call to the models that can serve it, until one responds.</summary>
/// <param name="Call">The call; the sender disposes it after the reply.</param>
public sealed record RelayChat(InboundCall Call) : IRequest<ChatReply>, ICallRequest, IPrechecked
{
    bool IPrechecked.IsKnownValid => Call is { Hops: <= InboundCall.MaxHops, Facts: { Model.Length: > 0, MessageCount: > 0 } } && !string.IsNullOrWhiteSpace(Call.Facts.Model);
}

internal sealed class RelayChatValidator : AbstractValidator<RelayChat>
{
    public RelayChatValidator()
    {
        ClassLevelCascadeMode = CascadeMode.Stop;
        RuleFor(r => r.Call.Facts.Model).NotEmpty().OverridePropertyName("model").WithMessage("'model' must be a non-empty string");
        RuleFor(r => r.Call.Facts.MessageCount).GreaterThan(0).OverridePropertyName("messages").WithMessage("'messages' must not be empty");
        RuleFor(r => r.Call.Hops).LessThanOrEqualTo(InboundCall.MaxHops).WithState(_ => InboundCall.LoopError);
    }
}

internal sealed class RelayChatHandler(IGatewayState gateway, CallPlanner planner, CallMonitor monitor) : IRequestHandler<RelayChat, ChatReply>
{
    // the default path returns the task of the run itself: no state machine of its own
    public Task<ChatReply> Handle(RelayChat request, CancellationToken cancellationToken)
    {
        var tracker = monitor.Start(request.Call);
        var snapshot = gateway.Current;
        return RoutePlanner.DependsOnLists(request.Call.Facts, snapshot.Routes)
            ? HandleWithListsAsync(tracker, cancellationToken)
            : Start(tracker, snapshot).RunAsync(cancellationToken);
    }

    private async Task<ChatReply> HandleWithListsAsync(CallTracker tracker, CancellationToken cancellationToken)
    {
        GatewaySnapshot snapshot;
        try
        {
            snapshot = await gateway.WithModelListsAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            tracker.Refuse(exception);
            throw;
        }

        return await Start(tracker, snapshot).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    private RelayRun Start(in CallTracker tracker, GatewaySnapshot snapshot)
    {
        try
        {
            return RelayRun.Start(planner.PlanToSend(tracker.Call, snapshot), tracker);
        }
        catch (Exception exception)
        {
            tracker.Refuse(exception);
            throw;
        }
    }
}
