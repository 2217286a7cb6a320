using System.Diagnostics.Metrics;

namespace RouterMaestro.Application.Telemetry;

/// <summary>The meter of RouterMaestro.</summary>
internal static class RouterMeter
{
    /// <summary>The meter's name.</summary>
    public const string Name = "RouterMaestro";

    private static readonly Meter _shared = new(Name);

    /// <summary>Returns the host's meter, or one for the process if the host has no meter factory.</summary>
    public static Meter Of(IMeterFactory? meters) => meters?.Create(Name) ?? _shared;
}
