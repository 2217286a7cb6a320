namespace RouterMaestro.Architecture.Tests.Layers;

public sealed class NamespaceCycleTests
{
    [Fact]
    public void No_namespaces_of_a_project_depend_on_each_other() => Violations.None(NamespaceCycles.In(Product.Architecture));

    [Fact]
    public void Cycle_is_found() => Assert.Contains(
        NamespaceCycles.In(Product.Fixtures),
        line => line.StartsWith("RouterMaestro.Cycles.First <-> RouterMaestro.Cycles.Second: ", StringComparison.Ordinal)
            && line.Contains("RouterMaestro.Cycles.First.DirtyCaller uses RouterMaestro.Cycles.Second.DirtyCallee", StringComparison.Ordinal));

    [Fact]
    public void Namespaces_that_depend_one_way_are_no_cycle() =>
        Assert.DoesNotContain(NamespaceCycles.In(Product.Fixtures), line => line.Contains("RouterMaestro.Cycles.Third", StringComparison.Ordinal));
}
