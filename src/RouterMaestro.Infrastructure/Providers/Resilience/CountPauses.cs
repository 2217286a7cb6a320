using System.Collections.Concurrent;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Infrastructure.Providers.Resilience;

/// <summary>
/// Remembers for a while the models for which a provider does not count tokens, so that not every count sends a request. It is
/// independent of the health of those models.
/// </summary>
internal sealed class CountPauses(TimeProvider clock)
{
    private const int MaxModels = 256;

    /// <summary>The pause after a response that the endpoint does not exist.</summary>
    private static readonly TimeSpan _absent = TimeSpan.FromMinutes(30);

    /// <summary>The pause after any other failure.</summary>
    private static readonly TimeSpan _failed = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, long> _until = new(StringComparer.Ordinal);

    /// <summary>Returns whether a count may be requested for a model.</summary>
    public bool MayAsk(string model) =>
        _until.IsEmpty || !_until.TryGetValue(model, out var until) || clock.GetUtcNow().UtcTicks >= until;

    /// <summary>Records that the provider did not count for a model.</summary>
    public void Note(string model, UpstreamFailure failure)
    {
        // callers choose the model names, so their number must be limited
        if (_until.Count >= MaxModels)
        {
            _until.Clear();
        }

        _until[model] = (clock.GetUtcNow() + (IsAbsent(failure) ? _absent : _failed)).UtcTicks;
    }

    private static bool IsAbsent(UpstreamFailure failure) => failure.Status is 404 or 405 or 501;
}
