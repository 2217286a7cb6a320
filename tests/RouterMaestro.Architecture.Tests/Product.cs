using System.Reflection;
using ArchUnitNET.Loader;

namespace RouterMaestro.Architecture.Tests;

/// <summary>The assemblies that the rules are held against, and the one that breaks them on purpose.</summary>
internal static class Product
{
    private static readonly string[] _names =
    [
        "RouterMaestro.Domain", "RouterMaestro.Protocols", "RouterMaestro.Application", "RouterMaestro.Infrastructure", "RouterMaestro.AspNetCore",
        "RouterMaestro.Usage.Sqlite", "RouterMaestro", "RouterMaestro.Testing", "RouterMaestro.Web", "router-maestro",
    ];

    private static readonly Lazy<ArchUnitNET.Domain.Architecture> _architecture = new(() => Load([.. Assemblies]));
    private static readonly Lazy<ArchUnitNET.Domain.Architecture> _fixtures = new(() => Load(Fixture));

    public static IReadOnlyList<Assembly> Assemblies => [.. _names.Select(Assembly.Load)];

    public static Assembly Fixture => Assembly.Load("RouterMaestro.Architecture.Fixtures");

    public static ArchUnitNET.Domain.Architecture Architecture => _architecture.Value;

    public static ArchUnitNET.Domain.Architecture Fixtures => _fixtures.Value;

    private static ArchUnitNET.Domain.Architecture Load(params Assembly[] assemblies) => new ArchLoader().LoadAssemblies(assemblies).Build();
}
