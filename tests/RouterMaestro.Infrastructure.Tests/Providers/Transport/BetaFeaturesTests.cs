using RouterMaestro.Infrastructure.Providers.Transport;

namespace RouterMaestro.Infrastructure.Tests.Providers.Transport;

public sealed class BetaFeaturesTests
{
    [Theory]
    [InlineData("a,b", "a,b")]
    [InlineData(" a , ,b", " a , ,b")]
    [InlineData("", "")]
    [InlineData("output-128k-2025-02-19", null)]
    [InlineData("output-128k-", null)]
    [InlineData("output-128k", "output-128k")]
    [InlineData("a, output-128k-x ,b", "a,b")]
    [InlineData("exact", null)]
    [InlineData("exactly,exact", "exactly")]
    [InlineData("Exact", "Exact")]
    public void Matching_features_are_removed_and_other_fields_stay_as_they_are(string field, string? expected) =>
        Assert.Equal(expected, BetaFeatures.Strip(field, ["output-128k-*", "exact"]));

    [Fact]
    public void A_star_removes_all_and_no_pattern_nothing()
    {
        Assert.Null(BetaFeatures.Strip("a,b", ["*"]));
        Assert.Equal("a,b", BetaFeatures.Strip("a,b", []));
    }
}
