using FluentValidation;
using MediatR;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Health;
using RouterMaestro.Application.Messaging;
using RouterMaestro.Application.Planning;
using RouterMaestro.Application.Ports;
using RouterMaestro.Application.Telemetry;
using RouterMaestro.Domain.Routing.Plans;

namespace RouterMaestro.Application.Chat;

/// <summary>Relays a call to the models that can serve it, until one responds.</summary>
/// <param name="Call">The call; the sender disposes it after the reply.</param>
public sealed record RelayChat(InboundCall Call) : IRequest<ChatReply>, IRouterMaestroRequest, IPrechecked
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

internal sealed class RelayChatHandler(IGatewayState gateway, CallPlanner planner, HealthRegistry health, LossReporter losses) : IRequestHandler<RelayChat, ChatReply>
{
    // the default path returns the task of the run itself: no state machine of its own
    public Task<ChatReply> Handle(RelayChat request, CancellationToken cancellationToken)
    {
        var snapshot = gateway.Current;
        return RoutePlanner.DependsOnLists(request.Call.Facts, snapshot.Routes)
            ? HandleWithListsAsync(request.Call, cancellationToken)
            : RelayRun.Start(planner.PlanToSend(request.Call, snapshot), health, losses).RunAsync(cancellationToken);
    }

    private async Task<ChatReply> HandleWithListsAsync(InboundCall call, CancellationToken cancellationToken)
    {
        var snapshot = await gateway.WithModelListsAsync(cancellationToken).ConfigureAwait(false);
        return await RelayRun.Start(planner.PlanToSend(call, snapshot), health, losses).RunAsync(cancellationToken).ConfigureAwait(false);
    }
}
