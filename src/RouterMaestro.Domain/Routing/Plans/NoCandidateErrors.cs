using System.Globalization;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Routing.Names;
using RouterMaestro.Domain.Routing.Pools;

namespace RouterMaestro.Domain.Routing.Plans;

/// <summary>Makes the errors of requests that no candidate can serve.</summary>
internal static class NoCandidateErrors
{
    /// <summary>Makes the error of a request that no candidate of a pool can serve.</summary>
    public static RouterError Of(CandidatePool pool, RequestNeeds needs, IReadOnlyList<SkippedCandidate> skipped, ModelCatalog catalog)
    {
        var asked = pool.Name.Kind == NameKind.Automatic ? null : pool.Name.Models[0].Ref;
        return skipped.Any(p => p.ReasonCode == SkipReason.Capability) ? Lacking(pool, needs, skipped)
            : skipped.Count > 0 ? TooLong(pool, needs)
            : asked is null ? RouterError.NoProvider(catalog)
            : RouterError.NeedsKey(catalog.FindProvider(asked.Provider)!);
    }

    private static RouterError Lacking(CandidatePool pool, RequestNeeds needs, IReadOnlyList<SkippedCandidate> skipped)
    {
        var missing = pool.Entries.Concat(pool.Skipped).Aggregate(ModelFeatures.None, (all, e) => all | (e.Lacking & needs.Features));
        missing = missing == ModelFeatures.None ? needs.Features : missing;
        var models = string.Join(", ", skipped.Where(p => p.ReasonCode == SkipReason.Capability).Select(p => p.Model.QualifiedId).Take(5));
        return RouterError.Invalid("model", $"No model supports {RequestNeeds.NamesOf(missing)}, which the request needs; looked at: {models}.");
    }

    // coding agents know by these words that they must shorten the conversation
    private static RouterError TooLong(CandidatePool pool, RequestNeeds needs)
    {
        var largest = pool.Entries.Concat(pool.Skipped).Max(e => e.Window);
        var message = string.Create(
            CultureInfo.InvariantCulture, $"prompt is too long: about {needs.Bytes / RequestNeeds.DefaultBytesPerToken} tokens > {largest} maximum");
        return RouterError.Invalid("messages", message) with { Code = "context_length_exceeded" };
    }
}
