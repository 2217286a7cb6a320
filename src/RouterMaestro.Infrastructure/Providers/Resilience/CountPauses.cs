using System.Collections.Concurrent;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Infrastructure.Providers.Resilience;

/// <summary>
/// Remembers for a while which models a provider does not count tokens for, so that it is not asked every time. It has nothing
/// to do with the health of those models, whose calls go on.
/// </summary>
internal sealed class CountPauses(TimeProvider clock)
{
    private const int MaxModels = 256;

    /// <summary>How long a provider is believed that it has no such endpoint.</summary>
    private static readonly TimeSpan _absent = TimeSpan.FromMinutes(30);

    /// <summary>How long a provider that failed is left alone.</summary>
    private static readonly TimeSpan _failed = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, long> _until = new(StringComparer.Ordinal);

    /// <summary>Tells whether the provider may be asked about a model.</summary>
    public bool MayAsk(string model) =>
        _until.IsEmpty || !_until.TryGetValue(model, out var until) || clock.GetUtcNow().UtcTicks >= until;

    /// <summary>Notes that the provider did not count for a model.</summary>
    public void Note(string model, UpstreamFailure failure)
    {
        // callers choose the names of models, within limits
        if (_until.Count >= MaxModels)
        {
            _until.Clear();
        }

        _until[model] = (clock.GetUtcNow() + (IsAbsent(failure) ? _absent : _failed)).UtcTicks;
    }

    private static bool IsAbsent(UpstreamFailure failure) => failure.Status is 404 or 405 or 501;
}
