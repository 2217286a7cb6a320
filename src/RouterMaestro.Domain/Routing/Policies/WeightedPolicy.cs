using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Routing.Names;
using RouterMaestro.Domain.Routing.Pools;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Domain.Routing.Policies;

/// <summary>
/// The strategy <c>weighted</c>: chance puts the priorities in order for the automatic model, and the providers for a bare name, each model
/// by its weight in <c>fallback.weights</c>. A model asked for by its qualified id comes first, followed by the priorities in such an order.
/// </summary>
public sealed class WeightedPolicy : IRoutingPolicy
{
    private const int DefaultWeight = 1;

    /// <inheritdoc />
    public string Name => "weighted";

    /// <inheritdoc />
    public bool VariesByRequest => true;

    /// <inheritdoc />
    public IEnumerable<RankedModel> Rank(RankingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Kind switch
        {
            NameKind.Qualified => Draw(context, context.Priorities, 1).Prepend(Rankings.First(context)),
            NameKind.Bare => Draw(context, context.Models, 0),
            _ => Draw(context, context.Priorities, 0).Append(Rankings.First(context) with { Group = int.MaxValue }),
        };
    }

    // drawn without replacement: when a model is skipped, the shares of the others stay as configured
    private static IEnumerable<RankedModel> Draw(RankingContext context, EquatableArray<ModelRef> models, int group)
    {
        var weights = models.Select(m => WeightOf(context.Settings, m)).ToArray();
        var left = models.Select((m, i) => i).ToList();
        var state = context.Seed;
        while (left.Count > 0)
        {
            var at = Pick(left, weights, ref state);
            var model = left[at];
            left.RemoveAt(at);
            yield return new(models[model], $"drawn with a weight of {weights[model]}", group++);
        }
    }

    private static int Pick(List<int> left, int[] weights, ref ulong state)
    {
        var total = left.Sum(i => (long)weights[i]);
        if (total == 0)
        {
            return 0;
        }

        var draw = (long)(Next(ref state) % (ulong)total);
        var at = 0;
        while ((draw -= weights[left[at]]) >= 0)
        {
            at++;
        }

        return at;
    }

    private static int WeightOf(RoutingSettings settings, ModelRef model)
    {
        foreach (var (id, weight) in settings.Weights)
        {
            if (id.Equals(model.QualifiedId, StringComparison.OrdinalIgnoreCase))
            {
                return weight;
            }
        }

        return DefaultWeight;
    }

    // splitmix64
    private static ulong Next(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
