using ArchUnitNET.Domain;

namespace RouterMaestro.Architecture.Tests.Layers;

/// <summary>Finds namespaces of one assembly that depend on each other.</summary>
internal static class NamespaceCycles
{
    /// <summary>Returns a line per cycle: the namespaces that reach each other, and one dependency for each step between them.</summary>
    public static IEnumerable<string> In(ArchUnitNET.Domain.Architecture architecture) =>
        architecture.Types.Where(t => t.Namespace is not null).GroupBy(Layer.AssemblyOf).SelectMany(assembly => CyclesOf([.. assembly]));

    private static IEnumerable<string> CyclesOf(IReadOnlyList<IType> types)
    {
        var own = types.Select(NamespaceOf).ToHashSet(StringComparer.Ordinal);
        var steps = types
            .SelectMany(t => t.Dependencies.Select(d => (From: t, To: d.Target)))
            .Where(d => d.To.Namespace is not null && Layer.AssemblyOf(d.To) == Layer.AssemblyOf(d.From))
            .Where(d => own.Contains(NamespaceOf(d.To)) && NamespaceOf(d.To) != NamespaceOf(d.From))
            .GroupBy(d => (From: NamespaceOf(d.From), To: NamespaceOf(d.To)))
            .ToDictionary(g => g.Key, g => g.First());
        var next = steps.Keys.ToLookup(s => s.From, s => s.To);
        var reached = own.ToDictionary(n => n, n => ReachableFrom(n, next));
        return own
            .Where(n => reached[n].Contains(n))
            .Select(n => reached[n].Where(other => reached[other].Contains(n)).Order(StringComparer.Ordinal).ToArray())
            .DistinctBy(cycle => string.Join(' ', cycle))
            .Select(cycle => $"{string.Join(" <-> ", cycle)}: {string.Join("; ", StepsWithin(cycle, steps))}");
    }

    private static HashSet<string> ReachableFrom(string start, ILookup<string, string> next)
    {
        HashSet<string> reached = [];
        Stack<string> open = new([start]);
        while (open.TryPop(out var at))
        {
            foreach (var to in next[at].Where(reached.Add))
            {
                open.Push(to);
            }
        }

        return reached;
    }

    private static IEnumerable<string> StepsWithin(string[] cycle, Dictionary<(string From, string To), (IType From, IType To)> steps) =>
        from step in steps
        where cycle.Contains(step.Key.From) && cycle.Contains(step.Key.To)
        orderby step.Key
        select $"{step.Value.From.FullName} uses {step.Value.To.FullName}";

    private static string NamespaceOf(IType type) => type.Namespace!.FullName;
}
