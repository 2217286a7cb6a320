using System.Buffers;
using FluentValidation;
using MediatR;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Messaging;
using RouterMaestro.Application.Outcomes;
using RouterMaestro.Application.Planning;
using RouterMaestro.Application.Ports;
using RouterMaestro.Application.Streams;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Protocols.RequestScanning;

namespace RouterMaestro.Application.Chat;

/// <summary>Retrieves, cancels or deletes a stored response at the provider that stores it.</summary>
/// <param name="Call">The call; the sender disposes it after the reply.</param>
internal sealed record ForwardStoredResponse(InboundCall Call) : IRequest<ChatReply>, ICallRequest;

internal sealed class ForwardStoredResponseValidator : AbstractValidator<ForwardStoredResponse>
{
    private const int MaxCharacters = 256;

    public ForwardStoredResponseValidator()
    {
        ClassLevelCascadeMode = CascadeMode.Stop;
        RuleFor(r => r.Call.StoredResponse!.Id)
            .Must(id => id.Length is > 0 and <= MaxCharacters && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
            .OverridePropertyName("response_id").WithMessage("'response_id' must be the id of a response: 1 to 256 letters, digits, '_' and '-'");
        RuleFor(r => r.Call.Hops).LessThanOrEqualTo(InboundCall.MaxHops).WithState(_ => InboundCall.LoopError);
    }
}

internal sealed class ForwardStoredResponseHandler(IGatewayState gateway, CallPlanner planner, IAffinityStore affinity, CallMonitor monitor) : IRequestHandler<ForwardStoredResponse, ChatReply>
{
    public async Task<ChatReply> Handle(ForwardStoredResponse request, CancellationToken cancellationToken)
    {
        var tracker = monitor.Start(request.Call);
        try
        {
            return await ForwardAsync(request.Call, tracker, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            tracker.Refuse(exception);
            throw;
        }
    }

    private async Task<ChatReply> ForwardAsync(InboundCall call, CallTracker tracker, CancellationToken cancellationToken)
    {
        var snapshot = gateway.Current;
        var known = affinity.FindResponse(call.StoredResponse!.Id);
        var model = known is not null && snapshot.Providers.ContainsKey(known.Provider)
            ? known
            : await FindAsync(call, snapshot, tracker, cancellationToken).ConfigureAwait(false);
        return await SendAsync(call, model, snapshot, tracker, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ChatReply> SendAsync(InboundCall call, ModelRef model, GatewaySnapshot snapshot, CallTracker tracker, CancellationToken cancellationToken)
    {
        using var named = call.Of(model.QualifiedId);
        var planned = planner.PlanStored(named, model, "it stores the response", snapshot);
        tracker.Planned(planned.Plan, snapshot);
        call.PlanObserver?.OnPlanned(planned.Plan, snapshot.Settings);
        var upstream = planned.CallTo(planned.Plan.Candidates[0]);
        tracker.Ask();
        var attempt = await snapshot.Providers[model.Provider].SendAsync(upstream, cancellationToken).ConfigureAwait(false);
        tracker.Note(model, attempt);
        if (attempt is Attempt.Committed committed)
        {
            return new ChatReply(model, committed.Response, attempt.Attempts)
            {
                Plan = planned.Plan,
                Pipeline = new StreamPipeline(upstream, tracker, context: null).Begin(committed),
            };
        }

        monitor.Log.Failed(upstream, attempt);
        throw new RouterException(RouterError.From(((Attempt.Failed)attempt).Failure, model.Provider) with { Model = model, Attempts = attempt.Attempts });
    }

    /// <summary>Asks each provider in turn for a response that the affinity store does not know. Its id names no provider.</summary>
    private async Task<ModelRef> FindAsync(InboundCall call, GatewaySnapshot snapshot, CallTracker tracker, CancellationToken cancellationToken)
    {
        RouterError? error = null;
        foreach (var card in snapshot.Catalog.Providers.Where(p => p.IsUsable && p.Accepts(CallOperation.StoredResponse)))
        {
            using var lookup = call.Lookup();
            var planned = planner.PlanStored(lookup, new ModelRef(card.Id, "any"), "it may store the response", snapshot);
            var upstream = planned.CallTo(planned.Plan.Candidates[0]);
            tracker.Ask();
            switch (await snapshot.Providers[card.Id].SendAsync(upstream, cancellationToken).ConfigureAwait(false))
            {
                case Attempt.Committed { Response: PassthroughResponse response }:
                    await using (response.ConfigureAwait(false))
                    {
                        return new(card.Id, ModelOf(response));
                    }

                // the others only say that they do not store it
                case Attempt.Failed { Failure: { Status: not (400 or 404 or 405) } failure } failed:
                    monitor.Log.Failed(upstream, failed);
                    tracker.Note(upstream.Candidate.Model, failed);
                    error ??= RouterError.From(failure, card.Id);
                    break;
            }
        }

        throw new RouterException(error ?? new RouterError(RouterErrorKind.NotFound, 404, $"Response with id '{call.StoredResponse!.Id}' not found."));
    }

    private static string ModelOf(PassthroughResponse response)
    {
        var body = new ArrayBufferWriter<byte>(Math.Max(1, response.Length));
        response.WriteTo(body);
        return MemberProbe.FindId(body.WrittenSpan, "model"u8) is { Length: > 0 } model ? model : "unknown";
    }
}
