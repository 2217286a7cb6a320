using FluentValidation;
using MediatR;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Messaging;
using RouterMaestro.Application.Outcomes;
using RouterMaestro.Application.Planning;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Routing.Plans;

namespace RouterMaestro.Application.Tokens;

/// <summary>Counts the prompt tokens of a call without sending it.</summary>
/// <param name="Call">The call; the sender disposes it.</param>
public sealed record CountTokens(InboundCall Call) : IRequest<TokenCount>, ICallRequest
{
    bool ICallRequest.IsCount => true;
}

internal sealed class CountTokensValidator : AbstractValidator<CountTokens>
{
    public CountTokensValidator()
    {
        ClassLevelCascadeMode = CascadeMode.Stop;
        RuleFor(r => r.Call.Facts.Model).NotEmpty().OverridePropertyName("model").WithMessage("'model' must be a non-empty string");
        RuleFor(r => r.Call.Facts.MessageCount).GreaterThan(0).OverridePropertyName("messages").WithMessage("'messages' must not be empty");
        RuleFor(r => r.Call.Hops).LessThanOrEqualTo(InboundCall.MaxHops).WithState(_ => InboundCall.LoopError);
    }
}

internal sealed class CountTokensHandler(IGatewayState gateway, CallPlanner planner, CallMonitor monitor, ITextTokenizer tokenizer) : IRequestHandler<CountTokens, TokenCount>
{
    public async Task<TokenCount> Handle(CountTokens request, CancellationToken cancellationToken)
    {
        var tracker = monitor.Start(request.Call) with { IsCount = true };
        try
        {
            return await CountAsync(request, tracker, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            tracker.Refuse(exception);
            throw;
        }
    }

    private async Task<TokenCount> CountAsync(CountTokens request, CallTracker tracker, CancellationToken cancellationToken)
    {
        var snapshot = gateway.Current;

        if (RoutePlanner.DependsOnLists(CallPlanner.FactsOfCount(request.Call), snapshot.Routes))
        {
            snapshot = await gateway.WithModelListsAsync(cancellationToken).ConfigureAwait(false);
        }

        var planned = planner.PlanCount(request.Call, snapshot);
        tracker.Planned(planned.Plan, snapshot);
        request.Call.PlanObserver?.OnPlanned(planned.Plan, snapshot.Settings);
        if (planned.Plan.Candidates.IsEmpty)
        {
            throw new RouterException(planned.Plan.Error ?? new RouterError(RouterErrorKind.NoProvider, 503, "No model can serve the request."));
        }

        var upstream = planned.CallTo(planned.Plan.Candidates[0]);
        var count = await CountAsync(planned, upstream, tracker, cancellationToken).ConfigureAwait(false);
        tracker.Counted(upstream, count.InputTokens, isAsked: count.Document is not null);
        return count;
    }

    private async Task<TokenCount> CountAsync(PlannedCall planned, CandidateCall upstream, CallTracker tracker, CancellationToken cancellationToken)
    {
        var candidate = upstream.Candidate;
        var provider = planned.Snapshot.Providers[candidate.Model.Provider];
        var count = ProviderCount.Unsupported;
        if (upstream.IsPassthrough)
        {
            tracker.Ask();
            count = await provider.CountTokensAsync(upstream, cancellationToken).ConfigureAwait(false);
        }

        if (count is ProviderCount.Unavailable { Failure: { } failure })
        {
            monitor.Log.Failed(upstream, failure);
            tracker.Note(candidate.Model, failure);
        }
        else if (count is ProviderCount.Refused { Failure: { } refusal })
        {
            tracker.Note(candidate.Model, refusal);
        }

        return count switch
        {
            ProviderCount.Counted response when upstream.Description.ReadCount(response.Document) is { } tokens => new(candidate.Model, tokens)
            {
                Document = response.Document,
                Headers = response.Headers,
                UpstreamRequestId = response.UpstreamRequestId,
                Plan = planned.Plan,
            },
            ProviderCount.Refused refused => throw new RouterException(RouterError.From(refused.Failure, candidate.Model.Provider) with { Model = candidate.Model, Attempts = 1 }),
            _ => new(candidate.Model, Estimate(planned, upstream, (count as ProviderCount.Unavailable)?.Failure, cancellationToken)) { Plan = planned.Plan },
        };
    }

    private int Estimate(PlannedCall planned, CandidateCall upstream, UpstreamFailure? failure, CancellationToken cancellationToken)
    {
        var (call, model) = (upstream.Call, upstream.Candidate.Model);
        try
        {
            var mentions = call.Body is { } body ? ToolMentions.In(body.Memory.Span) : ToolMentions.None;
            var request = call.ReadRequest().Request;
            var owner = request.Extensions.Protocol is { } protocol ? planned.Snapshot.Codecs.FindDescription(protocol) : null;
            return TokenEstimate.Of(request, TokenFamilies.Of(model, upstream.Description.FramesItems), owner, mentions, tokenizer, cancellationToken);
        }
        catch (RouterException) when (failure is not null)
        {
            // the request cannot be translated, so only the provider can count it, and its count failed
            throw new RouterException(RouterError.From(failure, model.Provider) with { Model = model, Attempts = 1 });
        }
    }
}
