using System.Reflection;
using MediatR;

namespace RouterMaestro.Architecture.Tests.Shapes;

/// <summary>Rules about what a stranger's code may depend on. Each answers with one line per violation.</summary>
internal static class SurfaceRules
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly HashSet<Assembly> _mediatR = [typeof(IMediator).Assembly, typeof(IBaseRequest).Assembly];

    /// <summary>Finds more public types than a limit, nested ones included, as PublicAPI.*.txt counts them.</summary>
    public static IEnumerable<string> CrowdedSurface(IEnumerable<Type> types, int limit)
    {
        var visible = types.Where(t => t.IsVisible).Select(t => t.FullName!).Order(StringComparer.Ordinal).ToArray();
        return visible.Length <= limit ? [] : [$"{visible.Length} public types, {limit} at most: {string.Join(", ", visible)}"];
    }

    /// <summary>Finds public types that show MediatR to their users.</summary>
    public static IEnumerable<string> ShownMediator(IEnumerable<Type> types) =>
        from type in types
        where type.IsVisible
        let shown = Shown(type).Where(s => s.Types.SelectMany(Parts).Any(t => _mediatR.Contains(t.Assembly))).Select(s => s.Name).Distinct().Order(StringComparer.Ordinal).ToArray()
        where shown.Length > 0
        select $"{type.FullName} shows MediatR: {string.Join(", ", shown)}";

    private static IEnumerable<(string Name, IEnumerable<Type> Types)> Shown(Type type) =>
    [
        ("its bases", [.. type.GetInterfaces(), .. type.BaseType is { } parent ? [parent] : Array.Empty<Type>()]),
        ("its constraints", type.GetGenericArguments().SelectMany(a => a.GetGenericParameterConstraints())),
        .. type.GetConstructors(Declared).Where(IsShown).Select(c => ("its constructor", TypesOf(c))),
        .. type.GetMethods(Declared).Where(IsShown).Select(m => (m.Name, TypesOf(m).Append(m.ReturnType)
            .Concat(m.GetGenericArguments().SelectMany(a => a.GetGenericParameterConstraints())))),
        .. type.GetFields(Declared).Where(f => f.IsPublic || f.IsFamily || f.IsFamilyOrAssembly).Select(f => (f.Name, (IEnumerable<Type>)[f.FieldType])),
    ];

    // accessors of properties and events are methods too
    private static bool IsShown(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static IEnumerable<Type> TypesOf(MethodBase method) => method.GetParameters().Select(p => p.ParameterType);

    private static IEnumerable<Type> Parts(Type type) =>
    [
        type,
        .. type.HasElementType ? Parts(type.GetElementType()!) : [],
        .. type.IsGenericParameter ? [] : type.GetGenericArguments().Where(a => !a.IsGenericParameter).SelectMany(Parts),
    ];
}
