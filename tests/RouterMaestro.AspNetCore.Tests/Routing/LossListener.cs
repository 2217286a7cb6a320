using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace RouterMaestro.AspNetCore.Tests.Routing;

/// <summary>Listens to the counter of losses, or to another one.</summary>
internal static class LossListener
{
    /// <summary>Starts to listen.</summary>
    /// <param name="counted">Receives the measurements, each with its tags.</param>
    /// <param name="counter">The name of the counter.</param>
    public static MeterListener Start(ConcurrentQueue<string> counted, string counter = "router_maestro.translation.losses")
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Name == "RouterMaestro" && instrument.Name == counter)
                {
                    l.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) => counted.Enqueue($"{value} {string.Join(' ', tags.ToArray().Select(t => $"{t.Key}={t.Value}"))}"));
        listener.Start();
        return listener;
    }
}
