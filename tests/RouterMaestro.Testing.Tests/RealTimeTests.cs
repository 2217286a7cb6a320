using RouterMaestro.TestKit;
using Xunit.Sdk;

namespace RouterMaestro.Testing.Tests;

/// <summary>What the tests of promises about time may try again, and what not.</summary>
public sealed class RealTimeTests
{
    private int _tries;

    [Fact]
    public async Task A_promise_holds_when_the_third_try_keeps_it()
    {
        await RealTime.HoldsAsync(() => Measure(++_tries < 3 ? 9 : 5));

        Assert.Equal(3, _tries);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(9)]
    public async Task A_promise_that_three_tries_break_is_broken(int measured)
    {
        await Assert.ThrowsAsync<TimingException>(() => RealTime.HoldsAsync(() =>
        {
            _tries++;
            return Measure(measured);
        }));

        Assert.Equal(3, _tries);
    }

    [Fact]
    public async Task What_is_wrong_once_and_is_not_time_fails_at_once()
    {
        Exception[] faults = [new XunitException("not 200"), new TimeoutException(), new OperationCanceledException(), new InvalidOperationException()];
        foreach (var fault in faults)
        {
            _tries = 0;
            var thrown = await Assert.ThrowsAnyAsync<Exception>(() => RealTime.HoldsAsync(() => ++_tries == 1 ? Task.FromException(fault) : Task.CompletedTask));

            Assert.Same(fault, thrown);
            Assert.Equal(1, _tries);
        }
    }

    [Fact]
    public async Task What_comes_late_is_a_matter_of_time()
    {
        var looks = 0;

        await Assert.ThrowsAsync<TimingException>(() => RealTime.UntilAsync(() => ++looks == 3, TimeSpan.FromMilliseconds(1)));
        await RealTime.UntilAsync(() => ++looks == 9);

        Assert.Equal(9, looks);
    }

    private static Task Measure(int measured)
    {
        RealTime.InRange(measured, 5, 8);
        return Task.CompletedTask;
    }
}
