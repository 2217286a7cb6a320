using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Models.Facts;

namespace RouterMaestro.Infrastructure.Providers.Resilience;

/// <summary>A provider that is not asked to count tokens for a while after it did not count.</summary>
internal sealed class PacedProvider(IProvider inner, TimeProvider clock) : IProvider, IDisposable
{
    private readonly CountPauses _counts = new(clock);

    public ProviderCard Card => inner.Card;

    public string? ReserveReason => inner.ReserveReason;

    public EquatableArray<IStreamGuard> Guards => inner.Guards;

    public ModelFacts LearnedFactsOf(string model) => inner.LearnedFactsOf(model);

    public Task<Attempt> SendAsync(CandidateCall call, CancellationToken cancellationToken) => inner.SendAsync(call, cancellationToken);

    public EquatableArray<string> LossesOf(CandidateCall call) => inner.LossesOf(call);

    public async Task<ProviderCount> CountTokensAsync(CandidateCall call, CancellationToken cancellationToken)
    {
        var model = call.Candidate.Model.Id;
        if (!_counts.MayAsk(model))
        {
            return ProviderCount.Unsupported;
        }

        var count = await inner.CountTokensAsync(call, cancellationToken).ConfigureAwait(false);
        if (count is ProviderCount.Unavailable { Failure: { } failure })
        {
            _counts.Note(model, failure);
        }

        return count;
    }

    public Task<ModelListing> ListModelsAsync(CancellationToken cancellationToken) => inner.ListModelsAsync(cancellationToken);

    public void Dispose() => (inner as IDisposable)?.Dispose();
}
