using ArchUnitNET.Domain;
using ArchUnitNET.Fluent;
using ArchUnitNET.Fluent.Conditions;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace RouterMaestro.Architecture.Tests.Layers;

/// <summary>Rules about the folders of one layer.</summary>
internal static class Siblings
{
    /// <summary>No folder uses another, but for those that are shared.</summary>
    public static IArchRule AreStrangers(Layer parent, string[] shared, string because)
    {
        return Types().That().FollowCustomPredicate(t => FolderOf(t) is not null, $"are in a folder of {parent.Name} that isn't shared")
            .Should().FollowCustomCondition(Check, $"use no other such folder of {parent.Name}")
            .Because(because);

        string? FolderOf(IType type)
        {
            var path = type.Namespace?.FullName ?? "";
            if (!path.StartsWith(parent.Name + ".", StringComparison.Ordinal))
            {
                return null;
            }

            var folder = path[(parent.Name.Length + 1)..].Split('.')[0];
            return shared.Contains(folder) ? null : folder;
        }

        ConditionResult Check(IType type)
        {
            var strangers = type.Dependencies.Select(d => d.Target).Distinct()
                .Where(t => FolderOf(t) is { } folder && folder != FolderOf(type))
                .Select(t => t.FullName)
                .ToArray();
            return new ConditionResult(type, strangers.Length == 0, $"uses {string.Join(", ", strangers)}");
        }
    }
}
