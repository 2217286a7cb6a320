using Microsoft.Extensions.Time.Testing;
using RouterMaestro.Limits;

namespace RouterMaestro.Cli.Tests.Serving;

/// <summary>The numbers by which a process guards its handles and its memory.</summary>
public sealed class LimitsTests
{
    private const long MiB = 1024 * 1024;

    [Theory]
    [InlineData(1024, 224, 368)]
    [InlineData(256, 224, 4)]
    [InlineData(100, 224, 4)]
    [InlineData(1_048_576, 224, 524_144)]
    [InlineData(long.MaxValue, 224, int.MaxValue)]
    public void Half_of_the_handles_that_are_left_are_for_callers(long handles, int used, int connections)
    {
        Assert.Equal(connections, HandleLimit.ConnectionsFor(handles, used));
    }

    [Theory]
    [InlineData(null, 0.5)]
    [InlineData(" ", 0.5)]
    [InlineData("1", 0.01)]
    [InlineData(" 100 ", 1)]
    public void The_share_of_memory_is_a_percentage(string? text, double share)
    {
        Assert.Equal(share, MemoryShare.Choose(_ => text));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("101")]
    [InlineData("-5")]
    [InlineData("0.5")]
    [InlineData("half")]
    public void A_wrong_share_of_memory_keeps_the_gateway_from_starting(string text)
    {
        Assert.Contains("ROUTER_MAESTRO_MEMORY_SHARE", Assert.Throws<GatewaySetupException>(() => MemoryShare.Choose(_ => text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_is_returned_some_times_when_a_burst_is_over()
    {
        var (clock, allocated, collections) = (new FakeTimeProvider(), 10 * MiB, 0);
        using var idle = new IdleMemory(clock, () => allocated, () => collections++);

        // a start is no burst
        Wait(4);
        Assert.Equal(0, collections);

        // under load it never collects
        for (var i = 0; i < 10; i++)
        {
            allocated += 100 * MiB;
            Wait(1);
        }

        Assert.Equal(0, collections);

        Wait(1);
        Assert.Equal(1, collections);

        Wait(20);
        Assert.Equal(6, collections);

        void Wait(int intervals)
        {
            for (var i = 0; i < intervals; i++)
            {
                clock.Advance(TimeSpan.FromSeconds(15));
            }
        }
    }
}
