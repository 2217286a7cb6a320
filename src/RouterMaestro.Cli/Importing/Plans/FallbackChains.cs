namespace RouterMaestro.Cli.Importing.Plans;

/// <summary>
/// Makes one list of priorities of many chains of fallbacks: in the list each model falls back to those behind it. Chains that contradict those
/// before them, such as two models that are fallbacks of each other, do not fit.
/// </summary>
internal sealed class FallbackChains
{
    // of fallback.maxRetries
    private const int MaxOthers = 10;

    private readonly List<string> _models = [];
    private readonly List<string[]> _chains = [];
    private readonly Dictionary<string, HashSet<string>> _behind = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the number of other models that the longest chain needs.</summary>
    public int MaxRetries { get; private set; }

    /// <summary>Adds a chain.</summary>
    /// <param name="models">The model and its fallbacks, in order.</param>
    /// <returns>The fallbacks that do not fit, each with the model that it should be behind.</returns>
    public IReadOnlyList<(string Model, string Fallback)> Add(IEnumerable<string> models)
    {
        List<(string Model, string Fallback)> misfits = [];
        string? former = null;
        var length = 0;
        foreach (var model in models.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (!_behind.ContainsKey(model))
            {
                _behind[model] = new(StringComparer.OrdinalIgnoreCase);
                _models.Add(model);
            }

            if (former is not null && IsBehind(former, model))
            {
                misfits.Add((former, model));
                continue;
            }

            if (former is not null)
            {
                _behind[former].Add(model);
            }

            (former, length) = (model, length + 1);
        }

        Require(length - 1);
        _chains.Add([.. models.Distinct(StringComparer.OrdinalIgnoreCase).Except(misfits.Select(misfit => misfit.Fallback))]);
        return misfits;
    }

    /// <summary>Returns whether a model is in a chain.</summary>
    public bool Contains(string model) => _behind.ContainsKey(model);

    /// <summary>Finds the models that have other fallbacks in the list than in their chain.</summary>
    /// <param name="maxRetries">The number of other models that a call may try.</param>
    /// <returns>Each model with its fallbacks in the list.</returns>
    public IEnumerable<(string Model, IReadOnlyList<string> Fallbacks)> FindDeviations(int maxRetries)
    {
        var priorities = ToPriorities();
        foreach (var chain in _chains.Where(chain => chain.Length > 1).DistinctBy(chain => chain[0], StringComparer.OrdinalIgnoreCase))
        {
            string[] behind = [.. priorities.SkipWhile(model => model != chain[0]).Skip(1).Take(maxRetries)];
            if (!behind.Take(chain.Length - 1).SequenceEqual(chain.Skip(1)))
            {
                yield return (chain[0], behind);
            }
        }
    }

    /// <summary>Lets a call try a number of other models.</summary>
    public void Require(int others) => MaxRetries = Math.Min(MaxOthers, Math.Max(MaxRetries, others));

    /// <summary>Returns the list: each model before its fallbacks, otherwise in the order of the chains.</summary>
    public IReadOnlyList<string> ToPriorities()
    {
        List<string> priorities = [];
        while (priorities.Count < _models.Count)
        {
            priorities.Add(_models.First(model => !priorities.Contains(model, StringComparer.OrdinalIgnoreCase)
                && !_models.Any(other => _behind[other].Contains(model) && !priorities.Contains(other, StringComparer.OrdinalIgnoreCase))));
        }

        return priorities;
    }

    /// <summary>Returns whether a model is behind another one, directly or not.</summary>
    private bool IsBehind(string model, string other)
    {
        Queue<string> open = new([other]);
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        while (open.TryDequeue(out var next))
        {
            if (next.Equals(model, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }

            if (seen.Add(next))
            {
                foreach (var further in _behind.GetValueOrDefault(next) ?? [])
                {
                    open.Enqueue(further);
                }
            }
        }

        return false;
    }
}
