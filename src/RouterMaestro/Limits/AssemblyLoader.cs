using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace RouterMaestro.Limits;

/// <summary>Loads assemblies ahead of their first use.</summary>
internal static class AssemblyLoader
{
    /// <summary>Loads all that an assembly refers to, directly or not. What is missing is left to its first use.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "What a trimmed program no longer refers to is not needed.")]
    public static void LoadReferences(Assembly root)
    {
        HashSet<string> seen = [];
        Queue<Assembly> next = new([root]);
        while (next.TryDequeue(out var assembly))
        {
            foreach (var name in assembly.GetReferencedAssemblies())
            {
                if (seen.Add(name.FullName) && TryLoad(name) is { } loaded)
                {
                    next.Enqueue(loaded);
                }
            }
        }
    }

    private static Assembly? TryLoad(AssemblyName name)
    {
        try
        {
            return Assembly.Load(name);
        }
        catch (Exception exception) when (exception is IOException or BadImageFormatException)
        {
            return null;
        }
    }
}
