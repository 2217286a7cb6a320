using Microsoft.Extensions.Logging.Abstractions;
using RouterMaestro.Application.Health;
using RouterMaestro.Application.Outcomes;
using RouterMaestro.Application.Telemetry;

namespace RouterMaestro.Application.Tests;

/// <summary>Monitors for calls without a host.</summary>
internal static class Monitors
{
    public static CallMonitor Of(HealthRegistry health, params ICallObserver[] observers) =>
        new(
            health,
            new LossReporter(NullLogger<LossReporter>.Instance),
            new CallObservers(observers, NullLogger<CallObservers>.Instance),
            new CallLog(NullLoggerFactory.Instance, TimeProvider.System),
            TimeProvider.System);
}
