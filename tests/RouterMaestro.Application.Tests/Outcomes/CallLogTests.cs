using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using RouterMaestro.Application.Outcomes;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Application.Tests.Outcomes;

public sealed class CallLogTests
{
    private static readonly RouterError _wrong = new(RouterErrorKind.Unauthenticated, 401, "The gateway key is wrong.");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Lines_beyond_the_limit_are_left_out_and_counted_and_the_others_written_at_the_end(bool isAsync)
    {
        var lines = new Lines();
        var log = new CallLog(lines, new StandingClock());
        for (var i = 0; i < CallLog.MaxWaiting + 7; i++)
        {
            log.Denied("r", _wrong);
        }

        Assert.Empty(lines);
        if (isAsync)
        {
            await log.DisposeAsync();
        }
        else
        {
            log.Dispose();
        }

        Assert.Equal(CallLog.MaxWaiting + 1, lines.Count);
        Assert.Equal("7 lines about calls were left out, because the log was too slow for them", lines.Last());
    }

    [Fact]
    public void A_logger_that_throws_does_not_end_the_log()
    {
        var lines = new Lines { Failing = 2 };
        using (var log = new CallLog(lines, TimeProvider.System))
        {
            for (var i = 0; i < 5; i++)
            {
                log.Denied($"r{i}", _wrong);
            }
        }

        Assert.Equal(3, lines.Count);
    }

    [Fact]
    public void Refused_requests_are_counted_anew_each_minute()
    {
        var lines = new Lines();
        var clock = new StandingClock();
        using (var log = new CallLog(lines, clock))
        {
            using var denied = new DeniedRequestLog(log, clock);
            Deny(denied, 12);
            clock.Advance(TimeSpan.FromSeconds(61));
            Deny(denied, 11);
        }

        Assert.Equal(
            ["2 more requests were refused within the minute, without a line of their own", "1 more requests were refused within the minute, without a line of their own"],
            lines.Where(l => l.Contains("more requests", StringComparison.Ordinal)));
        Assert.Equal(2 * DeniedRequestLog.MaxLines, lines.Count(l => l == "Request r was refused with 401: The gateway key is wrong."));
    }

    private static void Deny(DeniedRequestLog denied, int count)
    {
        for (var i = 0; i < count; i++)
        {
            denied.Add("r", _wrong);
        }
    }

    /// <summary>A clock whose timers never fire.</summary>
    private sealed class StandingClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Advance(TimeSpan time) => _ticks += time.Ticks;

        public override long GetTimestamp() => _ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private sealed class Lines : ConcurrentQueue<string>, ILoggerFactory, ILogger
    {
        public int Failing { get; set; }

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public ILogger CreateLogger(string categoryName) => this;

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (Failing-- > 0)
            {
                throw new InvalidOperationException("The disk is full.");
            }

            Enqueue(formatter(state, exception));
        }
    }
}
