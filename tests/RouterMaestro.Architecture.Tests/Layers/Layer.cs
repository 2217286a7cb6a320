using System.Text.RegularExpressions;
using ArchUnitNET.Domain;

namespace RouterMaestro.Architecture.Tests.Layers;

/// <summary>
/// A set of types that rules speak of. A type belongs to it by its assembly or by its namespace: extension methods live in
/// the namespaces of others, and the fixtures live in another assembly.
/// </summary>
/// <param name="name">What the rules call it.</param>
/// <param name="namespaces">A pattern of its namespaces; null for none.</param>
/// <param name="assemblies">A pattern of its assemblies; null for none.</param>
internal sealed class Layer(string name, string? namespaces, string? assemblies)
{
    public string Name { get; } = name;

    /// <summary>One of our projects, whose namespaces all begin with its name.</summary>
    public static Layer Project(string name, string? assembly = null) => new(name, Below(name), Exactly(assembly ?? name));

    /// <summary>A folder of one of our projects.</summary>
    public static Layer Folder(string name) => new(name, Below(name), null);

    /// <summary>Some folders of one of our projects.</summary>
    public static Layer Folders(string name, string project, string[] folders) =>
        new(name, $@"^{Regex.Escape(project)}\.({string.Join('|', folders)})(\.|$)", null);

    /// <summary>A project with types in one namespace only.</summary>
    public static Layer Root(string name) => new(name, Exactly(name), Exactly(name));

    /// <summary>Somebody else's assemblies.</summary>
    public static Layer Package(string name, string assemblies) => new(name, null, assemblies);

    public static string AssemblyOf(IType type) => type.Assembly.Name.Split(',')[0];

    public bool Holds(IType type) => Matches(namespaces, type.Namespace?.FullName) || Matches(assemblies, AssemblyOf(type));

    private static bool Matches(string? pattern, string? text) => pattern is not null && text is not null && Regex.IsMatch(text, pattern);

    private static string Below(string name) => $@"^{Regex.Escape(name)}(\.|$)";

    private static string Exactly(string name) => $"^{Regex.Escape(name)}$";
}
