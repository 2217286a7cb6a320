using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace RouterMaestro.AspNetCore.Tests.Routing;

/// <summary>Listens to the counter of losses.</summary>
internal static class LossListener
{
    /// <summary>Starts to listen.</summary>
    /// <param name="counted">Receives the measurements, each with its tags.</param>
    public static MeterListener Start(ConcurrentQueue<string> counted)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument is { Meter.Name: "RouterMaestro", Name: "router_maestro.translation.losses" })
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
