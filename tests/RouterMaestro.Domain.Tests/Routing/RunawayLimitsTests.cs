using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Domain.Tests.Routing;

public sealed class RunawayLimitsTests
{
    [Theory]
    [InlineData(10_000_000, 1, false)]
    [InlineData(10_000_001, 1, true)]
    [InlineData(0, 50_000, false)]
    [InlineData(0, 50_001, true)]
    [InlineData(75_001, 50_001, true)]
    [InlineData(75_002, 50_001, false)]
    [InlineData(149, 100, false)]
    [InlineData(9_000_000, 5_000_000, false)]
    public void A_stream_has_too_many_bytes_or_too_many_tiny_deltas(long bytes, long deltas, bool expected) =>
        Assert.Equal(expected, RunawayLimits.Default.AreExceededBy(bytes, deltas));
}
