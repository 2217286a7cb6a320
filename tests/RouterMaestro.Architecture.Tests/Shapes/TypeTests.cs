namespace RouterMaestro.Architecture.Tests.Shapes;

public sealed class TypeTests
{
    private static Type[] ProductTypes => [.. Product.Assemblies.SelectMany(a => a.GetTypes())];

    private static Type[] DomainTypes => [.. ProductTypes.Where(t => t.Assembly.GetName().Name == "RouterMaestro.Domain")];

    private static Type[] FixtureTypes => Product.Fixture.GetTypes();

    [Fact]
    public void Concrete_classes_are_sealed()
    {
        Assert.NotEmpty(ProductTypes);
        Violations.None(TypeRules.OpenClasses(ProductTypes));
    }

    [Fact]
    public void Open_classes_are_found() => Assert.Equal(
        ["RouterMaestro.Shapes.Fixtures.DirtyOpenClass", "RouterMaestro.Shapes.Fixtures.DirtyOpenClass+Inner"],
        Subjects(TypeRules.OpenClasses(FixtureTypes)));

    [Fact]
    public void Handlers_validators_and_behaviours_are_internal() => Violations.None(TypeRules.PublicRoles(ProductTypes));

    [Theory]
    [InlineData("Handler", "IRequestHandler`2")]
    [InlineData("Validator", "IValidator")]
    [InlineData("Behavior", "IPipelineBehavior`2")]
    public void Public_handlers_validators_and_behaviours_are_found(string name, string role)
    {
        var violations = TypeRules.PublicRoles(FixtureTypes);

        Assert.Contains($"RouterMaestro.Shapes.Fixtures.DirtyRequest+{name} is public, though it is a {role}", violations);
        Assert.DoesNotContain(violations, v => v.Contains("Clean", StringComparison.Ordinal));
    }

    [Fact]
    public void Canonical_records_are_compared_by_their_contents()
    {
        Assert.Contains(DomainTypes, TypeRules.IsRecord);
        Violations.None(TypeRules.UnequalMembers(DomainTypes));
    }

    [Fact]
    public void Members_that_are_not_compared_by_their_contents_are_found() => Assert.Equal(
        ["Bytes", "Extra", "Map", "Names", "Nested", "Notes"],
        Subjects(TypeRules.UnequalMembers(FixtureTypes)).Select(s => s.Replace("RouterMaestro.Domain.Fixtures.DirtyMembers.", "", StringComparison.Ordinal)));

    private static IEnumerable<string> Subjects(IEnumerable<string> violations) => violations.Select(v => v.Split(' ')[0]).Order(StringComparer.Ordinal);
}
