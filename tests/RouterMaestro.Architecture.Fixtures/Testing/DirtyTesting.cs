using RouterMaestro.Usage.Sqlite.Fixtures;
using Xunit;

namespace RouterMaestro.Testing.Fixtures;

/// <summary>What users test with binds them to no test framework.</summary>
internal sealed class DirtyFramework
{
    public static object Mark() => new FactAttribute();
}

/// <summary>What users test with knows no store.</summary>
internal sealed class DirtyStore
{
    public static string? Name(CleanEntity entity) => entity.ToString();
}
