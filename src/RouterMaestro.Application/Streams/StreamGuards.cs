using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using RouterMaestro.Application.Calls;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Requests;

namespace RouterMaestro.Application.Streams;

/// <summary>The guards that the host has registered, in the order of their registration.</summary>
internal sealed partial class StreamGuards
{
    private readonly IStreamGuard[] _guards;
    private readonly ILogger<StreamGuards> _logger;

    /// <summary>Checks the guards.</summary>
    /// <exception cref="InvalidOperationException">Two guards have the same name, or a guard has none.</exception>
    public StreamGuards(IEnumerable<IStreamGuard> guards, ILogger<StreamGuards> logger)
    {
        (_guards, _logger) = ([.. guards], logger);
        var byName = new Dictionary<string, IStreamGuard>(StringComparer.Ordinal);
        foreach (var guard in _guards)
        {
            if (string.IsNullOrWhiteSpace(guard.Name))
            {
                throw new InvalidOperationException($"The stream guard {guard.GetType().FullName} has no name.");
            }

            if (!byName.TryAdd(guard.Name, guard))
            {
                throw new InvalidOperationException(
                    $"The stream guard '{guard.Name}' is implemented by both {byName[guard.Name].GetType().FullName} and {guard.GetType().FullName}: register one of them only, or rename it.");
            }
        }
    }

    /// <summary>Gets the guards of a host without any.</summary>
    public static StreamGuards None { get; } = new([], NullLogger<StreamGuards>.Instance);

    public bool IsEmpty => _guards.Length == 0;

    public IEnumerable<string> Names => _guards.Select(g => g.Name);

    /// <summary>Finds the guards that apply to a call: the provider's, then the host's.</summary>
    /// <param name="call">The call, as it is planned without guards.</param>
    /// <param name="own">The guards of the provider.</param>
    public EquatableArray<IStreamGuard> Find(CandidateCall call, EquatableArray<IStreamGuard> own)
    {
        if (call.Call.Facts.Operation != CallOperation.Chat)
        {
            return [];
        }

        // for most calls there is none
        List<IStreamGuard>? applying = null;
        AddApplying(own.AsSpan(), call, ref applying);
        AddApplying(_guards, call, ref applying);
        return applying?.ToEquatableArray() ?? [];
    }

    /// <summary>Logs that a guard threw, or gave a verdict that it may not give.</summary>
    public void LogBroken(Exception exception, IStreamGuard guard, CandidateCall call) => LogBroken(exception, guard.Name, call.Candidate.Model.QualifiedId, call.Call.RequestId);

    /// <summary>Logs that a guard failed a response.</summary>
    public void LogStopped(IStreamGuard guard, CandidateCall call) => LogStopped(guard.Name, call.Candidate.Model.QualifiedId, call.Call.RequestId);

    private void AddApplying(ReadOnlySpan<IStreamGuard> guards, CandidateCall call, ref List<IStreamGuard>? applying)
    {
        foreach (var guard in guards)
        {
            if (Applies(guard, call))
            {
                (applying ??= []).Add(guard);
            }
        }
    }

    private bool Applies(IStreamGuard guard, CandidateCall call)
    {
        try
        {
            return guard.AppliesTo(call);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            LogBroken(exception, guard, call);
            return false;
        }
    }

    [LoggerMessage(1021, LogLevel.Error, "The stream guard {Guard} failed; the response of {Model} to request {RequestId} passes without it")]
    private partial void LogBroken(Exception exception, string guard, string model, string requestId);

    [LoggerMessage(1022, LogLevel.Warning, "The stream guard {Guard} stopped the response of {Model} to request {RequestId}")]
    private partial void LogStopped(string guard, string model, string requestId);
}
