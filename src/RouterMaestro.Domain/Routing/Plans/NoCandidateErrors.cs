using System.Globalization;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Routing.Names;
using RouterMaestro.Domain.Routing.Pools;

namespace RouterMaestro.Domain.Routing.Plans;

/// <summary>Says why nobody can serve a request.</summary>
internal static class NoCandidateErrors
{
    /// <summary>Says why a pool has nobody for a request.</summary>
    public static RouterError Of(CandidatePool pool, RequestNeeds needs, IReadOnlyList<SkippedCandidate> passed, ModelCatalog catalog)
    {
        var asked = pool.Name.Kind == NameKind.Automatic ? null : pool.Name.Models[0].Ref;
        return passed.Any(p => p.Why == SkipReason.Capability) ? Lacking(pool, needs, passed)
            : passed.Count > 0 ? TooLong(pool, needs)
            : asked is null ? Nobody(catalog)
            : NeedsKey(catalog.FindProvider(asked.Provider)!);
    }

    /// <summary>Says that no provider can be asked for anything.</summary>
    public static RouterError Nobody(ModelCatalog catalog)
    {
        var missing = catalog.Providers.Where(p => p.KeyVariable is not null).Select(p => p.KeyVariable!).Distinct().ToArray();
        return new(
            RouterErrorKind.NoProvider,
            503,
            missing.Length == 0 ? "No provider has a model." : $"No provider can be used: set {string.Join(" or ", missing)}.");
    }

    private static RouterError Lacking(CandidatePool pool, RequestNeeds needs, IReadOnlyList<SkippedCandidate> passed)
    {
        var missing = pool.Entries.Concat(pool.Skipped).Aggregate(ModelFeatures.None, (all, e) => all | (e.Lacking & needs.Features));
        missing = missing == ModelFeatures.None ? needs.Features : missing;
        var who = string.Join(", ", passed.Where(p => p.Why == SkipReason.Capability).Select(p => p.Model.QualifiedId).Take(5));
        return RouterError.Invalid("model", $"No model supports {RequestNeeds.NamesOf(missing)}, which the request needs; looked at: {who}.");
    }

    // coding agents know by these words that they must shorten the conversation
    private static RouterError TooLong(CandidatePool pool, RequestNeeds needs)
    {
        var largest = pool.Entries.Concat(pool.Skipped).Max(e => e.Window);
        var message = string.Create(
            CultureInfo.InvariantCulture, $"prompt is too long: about {needs.Bytes / RequestNeeds.UsualBytesPerToken} tokens > {largest} maximum");
        return RouterError.Invalid("messages", message) with { Code = "context_length_exceeded" };
    }

    private static RouterError NeedsKey(ProviderCard provider) =>
        new(RouterErrorKind.NoProvider, 503, $"The provider '{provider.Id}' has no key: set {provider.KeyVariable ?? "its key"}.");
}
