using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Infrastructure.Configuration.Files;

namespace RouterMaestro.Infrastructure.Configuration.Routing;

/// <summary>Reads the member <c>fallback</c> of <c>priorities.json</c>.</summary>
internal static class FallbackReader
{
    /// <summary>Reads the name of the policy; null if it is absent or unknown.</summary>
    /// <param name="fallback">The member <c>fallback</c>.</param>
    /// <param name="strategies">The names of the policies.</param>
    public static string? ReadStrategy(ConfigNode fallback, IReadOnlyCollection<string> strategies)
    {
        if (fallback.Find("strategy") is not { } node || node.Text() is not { } name)
        {
            return null;
        }

        if (!strategies.Contains(name))
        {
            node.Error($"must be one of {string.Join(", ", strategies)}");
            return null;
        }

        return name;
    }

    /// <summary>Reads the weights of the strategy <c>weighted</c>; null if they are absent.</summary>
    public static EquatableArray<ModelWeight>? ReadWeights(ConfigNode fallback)
    {
        if (fallback.FindObject("weights") is not { } list)
        {
            return null;
        }

        List<ModelWeight> weights = [];
        foreach (var (name, node) in list.Members())
        {
            if (!ModelRef.TryParse(name, out var model))
            {
                node.Error("must be named after a model, provider/model-id");
            }
            else if (node.Integer(0, ModelWeight.Max) is { } weight)
            {
                weights.Add(new(model.QualifiedId, weight));
            }
        }

        return weights.ToEquatableArray();
    }
}
