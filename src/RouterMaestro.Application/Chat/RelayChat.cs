using FluentValidation;
using MediatR;
using RouterMaestro.Application.Messaging;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Health;
using RouterMaestro.Domain.Routing;

namespace RouterMaestro.Application.Chat;

/// <summary>Relays a call to the models that can serve it, until one answers.</summary>
/// <param name="Call">The call; it stays the sender's to dispose, after the reply.</param>
public sealed record RelayChat(InboundCall Call) : IRequest<ChatReply>, IRouterMaestroRequest;

internal sealed class RelayChatValidator : AbstractValidator<RelayChat>
{
    /// <summary>How many gateways a request may pass through, so that two that name each other as provider don't loop.</summary>
    private const int MostHops = 3;

    public RelayChatValidator()
    {
        ClassLevelCascadeMode = CascadeMode.Stop;
        RuleFor(r => r.Call.Facts.Model).NotEmpty().OverridePropertyName("model").WithMessage("'model' must be a non-empty string");
        RuleFor(r => r.Call.Facts.MessageCount).GreaterThan(0).OverridePropertyName("messages").WithMessage("'messages' must not be empty");
        RuleFor(r => r.Call.Hops).LessThanOrEqualTo(MostHops)
            .WithState(_ => new RouterError(
                RouterErrorKind.LoopDetected, 508, $"The request passed through more than {MostHops} gateways: a provider's address leads back here."));
    }
}

internal sealed class RelayChatHandler(IGatewayState gateway, TimeProvider clock) : IRequestHandler<RelayChat, ChatReply>
{
    public async Task<ChatReply> Handle(RelayChat request, CancellationToken cancellationToken)
    {
        var call = request.Call;
        var snapshot = gateway.Current;
        if (RoutePlanner.DependsOnLists(call.Facts, snapshot.Routes))
        {
            snapshot = await gateway.WithModelListsAsync(cancellationToken).ConfigureAwait(false);
        }

        var plan = RoutePlanner.Plan(call.Facts, snapshot.Routes, HealthSnapshot.Clear, clock.GetUtcNow(), seed: 0);
        call.MarkRouted();
        var error = plan.Error;
        var attempts = 0;
        foreach (var candidate in plan.Candidates.ToArray())
        {
            attempts++;
            switch (await AskAsync(call, candidate, snapshot, cancellationToken).ConfigureAwait(false))
            {
                case Attempt.Committed committed:
                    return new ChatReply(candidate.Model, committed.Answer, attempts);
                case Attempt.Failed failed:
                    error = RouterError.From(failed.Failure);
                    break;
            }
        }

        throw new RouterException(error ?? new RouterError(RouterErrorKind.NoProvider, 503, "No model can serve the request."));
    }

    private static Task<Attempt> AskAsync(InboundCall call, Candidate candidate, GatewaySnapshot snapshot, CancellationToken cancellationToken)
    {
        var provider = snapshot.Providers[candidate.Model.Provider];
        var protocol = provider.Card.ProtocolFor(call.Protocol);
        return provider.SendAsync(new UpstreamCall(call, candidate, protocol, snapshot.Settings.Limits), cancellationToken);
    }
}
