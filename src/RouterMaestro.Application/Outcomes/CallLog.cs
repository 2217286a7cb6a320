using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using RouterMaestro.Application.Calls;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Application.Outcomes;

/// <summary>
/// Logs one line for each call, and one for each failure on its way. The request path only queues what happened, as an object that it has
/// already; one task formats and writes it, in batches. A full queue leaves lines out and says how many.
/// </summary>
internal sealed partial class CallLog : IDisposable, IAsyncDisposable
{
    /// <summary>The category.</summary>
    public const string Category = "RouterMaestro.Calls";

    /// <summary>The maximum number of lines that wait to be written.</summary>
    public const int MaxWaiting = 4096;

    // one wake-up for many lines costs less than one for each
    private static readonly TimeSpan _batch = TimeSpan.FromMilliseconds(100);

    /// <summary>The time that the end of the gateway waits for the last lines.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    private readonly Channel<object> _lines = Channel.CreateBounded<object>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });
    private readonly CancellationTokenSource _stopping = new();
    private readonly CallLines _text;
    private readonly ILogger _logger;
    private readonly TimeProvider _clock;
    private readonly Task _writing;
    private long _leftOut;

    public CallLog(ILoggerFactory loggers, TimeProvider clock)
    {
        (_logger, _clock) = (loggers.CreateLogger(Category), clock);
        _text = new CallLines(_logger);

        // the lines of other calls do not belong to the activity of the call that happens to be the first
        using (ExecutionContext.SuppressFlow())
        {
            _writing = Task.Run(WriteAsync);
        }
    }

    /// <summary>Gets a value indicating whether calls are logged, and not only failures.</summary>
    public bool IsCallEnabled => _logger.IsEnabled(LogLevel.Information);

    private bool IsFailureEnabled => _logger.IsEnabled(LogLevel.Warning);

    /// <summary>Logs a call.</summary>
    public void Ended(CallOutcome outcome)
    {
        if (IsCallEnabled)
        {
            Add(outcome);
        }
    }

    /// <summary>Logs that the name of a model is another spelling of its id.</summary>
    public void Matched(string requestId, string id)
    {
        if (IsCallEnabled)
        {
            Add(new FuzzyMatch(requestId, id));
        }
    }

    /// <summary>Logs the failed attempts at a candidate. A response that a guard of the pipeline stopped has a line of its own (event 1022).</summary>
    public void Failed(CandidateCall call, Attempt attempt)
    {
        if (attempt is Attempt.Committed { Earlier.IsEmpty: true } || !IsFailureEnabled)
        {
            return;
        }

        foreach (var earlier in attempt.Earlier)
        {
            Failed(call, earlier);
        }

        if (attempt is Attempt.Failed { Failure: { Guard: null or RunawayLimits.Guard } failure })
        {
            Failed(call, failure);
        }
    }

    /// <summary>Logs a failed attempt.</summary>
    public void Failed(CandidateCall call, UpstreamFailure failure)
    {
        if (IsFailureEnabled)
        {
            Add(new FailedAttempt(call.Call.RequestId, call.Candidate.Model, failure));
        }
    }

    /// <summary>Logs that the next candidate was asked.</summary>
    public void FellBack(string requestId, ModelRef from, ModelRef to)
    {
        if (IsCallEnabled)
        {
            Add(new Fallback(requestId, from, to));
        }
    }

    /// <summary>Logs a stream that broke in the middle. One that a guard of the pipeline stopped has a line of its own (event 1022).</summary>
    public void Broke(CandidateCall call, UpstreamFailure failure, string? upstreamRequestId)
    {
        if (failure.Guard is null or RunawayLimits.Guard && IsFailureEnabled)
        {
            Add(new BrokenStream(call.Call.RequestId, call.Candidate.Model, failure with { UpstreamRequestId = failure.UpstreamRequestId ?? upstreamRequestId }));
        }
    }

    /// <summary>Logs a call that failed before a provider was called. Mistakes of callers are no failures of the gateway.</summary>
    public void Refused(InboundCall call, RouterError? error)
    {
        if (error is { Attempts: 0, Upstream: null, Status: >= 500 } && IsFailureEnabled)
        {
            Add(new UnservedCall(call.RequestId, error));
        }
    }

    /// <summary>Logs a request that the check of the caller refused.</summary>
    public void Denied(string requestId, RouterError error)
    {
        if (IsFailureEnabled)
        {
            Add(new DeniedRequest(requestId, error));
        }
    }

    /// <summary>Logs how many refused requests have no line of their own.</summary>
    public void DeniedMore(int count)
    {
        if (IsFailureEnabled)
        {
            Add(new DeniedRequests(count));
        }
    }

    /// <summary>Logs a circuit that opened or closed.</summary>
    public void Changed(CircuitChange change)
    {
        if (change.State.OpenUntil is null ? IsCallEnabled : IsFailureEnabled)
        {
            Add(change);
        }
    }

    public void Dispose()
    {
        Stop();
        _writing.Wait(_patience);
        _stopping.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        Stop();
        await _writing.WaitAsync(_patience, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private void Add(object line)
    {
        if (!_lines.Writer.TryWrite(line))
        {
            Interlocked.Increment(ref _leftOut);
        }
    }

    private void Stop()
    {
        if (_lines.Writer.TryComplete())
        {
            _stopping.Cancel();
        }
    }

    private async Task WriteAsync()
    {
        while (await _lines.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            await Task.Delay(_batch, _clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            while (_lines.Reader.TryRead(out var line))
            {
                Write(line);
            }

            if (Interlocked.Exchange(ref _leftOut, 0) is > 0 and var leftOut)
            {
                Write(new LeftOutLines(leftOut));
            }
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A logging provider of the host may throw anything; the log goes on.")]
    private void Write(object line)
    {
        try
        {
            _text.Write(line);
        }
        catch (Exception)
        {
            // there is no other place to report it
        }
    }
}
