using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Usage;

namespace RouterMaestro.Application.UsageReports;

/// <summary>Reaches the store of usage, and finds the names of a filter among those that were recorded.</summary>
/// <param name="store">The store; null if the host has none.</param>
/// <param name="similarity">Compares names, for suggestions; null: nothing is suggested.</param>
internal sealed class RecordedUsage(IUsageStore? store = null, INameSimilarity? similarity = null)
{
    /// <summary>The minimum score of similar names.</summary>
    private const double Alike = 60;

    /// <summary>Gets the store.</summary>
    /// <exception cref="RouterException">The host has none.</exception>
    public IUsageStore Store => store ?? throw new RouterException(
        new RouterError(RouterErrorKind.InvalidRequest, 409, "Usage is not recorded: this gateway has no store for it. Its host adds one, such as UseSqliteUsage().")
        {
            Code = "usage_not_recorded",
        });

    /// <summary>Reads the store.</summary>
    /// <param name="read">Reads it.</param>
    /// <exception cref="RouterException">The host has no store, or it cannot be read.</exception>
    public async Task<T> ReadAsync<T>(Func<IUsageStore, Task<T>> read)
    {
        try
        {
            return await read(Store).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            throw new RouterException(new RouterError(RouterErrorKind.NoProvider, 503, $"Usage cannot be read: {exception.Message}") { Code = "usage_unreadable" }, exception);
        }
    }

    /// <summary>Spells the names of a filter as they were recorded.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="RouterException">No request was recorded under such a name; the error lists those that were.</exception>
    public async Task<UsageFilter> ResolveAsync(UsageFilter filter, CancellationToken cancellationToken)
    {
        if (filter is { Provider: null, Model: null, KeyName: null })
        {
            return filter;
        }

        var names = await ReadAsync(recorded => recorded.NamesAsync(cancellationToken)).ConfigureAwait(false);
        return filter with
        {
            Provider = Find("provider", filter.Provider, names.Providers, static _ => null),
            Model = Find("model", filter.Model, names.Models, static id => ModelRef.TryParse(id, out var model) ? model.Id : null),
            KeyName = Find("key", filter.KeyName, names.Keys, static _ => null),
        };
    }

    private string? Find(string what, string? name, EquatableArray<string> recorded, Func<string, string?> shortOf)
    {
        // without any record there is nothing to choose from, and the report says so
        if (name is null || recorded.IsEmpty)
        {
            return name;
        }

        return recorded.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? recorded.Select(shortOf).FirstOrDefault(known => name.Equals(known, StringComparison.OrdinalIgnoreCase))
            ?? throw Unknown(what, name, recorded, shortOf);
    }

    private RouterException Unknown(string what, string name, EquatableArray<string> recorded, Func<string, string?> shortOf)
    {
        var best = recorded.Select(known => (Name: known, Score: Math.Max(Score(name, known), shortOf(known) is { } id ? Score(name, id) : 0))).MaxBy(guess => guess.Score);
        var question = best.Score >= Alike ? $" Did you mean '{best.Name}'?" : "";
        return new(RouterError.Invalid(what, $"No request was recorded for the {what} '{name}'.{question} There are: {string.Join(", ", recorded)}.") with { Code = "usage_name_unknown" });
    }

    private double Score(string name, string known) => similarity?.Score(name.ToLowerInvariant(), known.ToLowerInvariant()) ?? 0;
}
