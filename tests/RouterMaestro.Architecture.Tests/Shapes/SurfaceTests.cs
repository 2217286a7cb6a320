using RouterMaestro.Application.Chat;
using RouterMaestro.Application.Models;
using RouterMaestro.Application.Routing;
using RouterMaestro.Application.Tokens;
using RouterMaestro.Application.Translation;

namespace RouterMaestro.Architecture.Tests.Shapes;

/// <summary>What a stranger's code may depend on stays small, and MediatR behind it.</summary>
public sealed class SurfaceTests
{
    // of these, three are the store and the prices of usage, and what observers learn of circuits
    private const int MaxTypesOfApplication = 48;

    /// <summary>The requests that a host may send itself; docs/requests.md has a sample of each.</summary>
    private static readonly Type[] _requests =
        [typeof(RelayChat), typeof(ExplainRoute), typeof(CountTokens), typeof(ListModels), typeof(TranslateRequest), typeof(TranslateResponse)];

    private static Type[] ProductTypes => [.. Product.Assemblies.SelectMany(a => a.GetTypes())];

    private static Type[] FixtureTypes => [.. Product.Fixture.GetTypes().Where(t => t.Namespace == "RouterMaestro.Surfaces.Fixtures")];

    [Fact]
    public void Application_shows_few_types() => Violations.None(SurfaceRules.CrowdedSurface(
        ProductTypes.Where(t => t.Assembly.GetName().Name == "RouterMaestro.Application"), MaxTypesOfApplication));

    [Theory]
    [InlineData(4, true)]
    [InlineData(5, false)]
    public void Crowded_surface_is_found(int limit, bool found)
    {
        var said = SurfaceRules.CrowdedSurface(FixtureTypes, limit);

        Assert.Equal(found, said.Any());
        Assert.All(said, line => Assert.StartsWith("5 public types, 4 at most: RouterMaestro.Surfaces.Fixtures.CleanSurface, RouterMaestro.Surfaces.Fixtures.CleanSurface+Nested,", line, StringComparison.Ordinal));
    }

    [Fact]
    public void MediatR_shows_in_the_requests_alone()
    {
        Assert.Equal(_requests.Length, SurfaceRules.ShownMediator(_requests).Count());
        Violations.None(SurfaceRules.ShownMediator(ProductTypes.Except(_requests)));
    }

    [Fact]
    public void Shown_mediator_is_found() => Assert.Equal(
        [
            "RouterMaestro.Surfaces.Fixtures.DirtyFacade shows MediatR: Send, Wrap, get_Pending, its constructor",
            "RouterMaestro.Surfaces.Fixtures.DirtyHostRequest shows MediatR: its bases",
            "RouterMaestro.Surfaces.Fixtures.DirtyHostRequest`1 shows MediatR: its constraints",
        ],
        SurfaceRules.ShownMediator(FixtureTypes).Order(StringComparer.Ordinal));
}
