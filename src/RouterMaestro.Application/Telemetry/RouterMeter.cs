using System.Diagnostics.Metrics;

namespace RouterMaestro.Application.Telemetry;

/// <summary>The meter of everything that the router counts.</summary>
internal static class RouterMeter
{
    /// <summary>The meter's name.</summary>
    public const string Name = "RouterMaestro";

    private static readonly Meter _shared = new(Name);

    /// <summary>Gets the host's meter; one for the whole process where the host makes none.</summary>
    public static Meter Of(IMeterFactory? meters) => meters?.Create(Name) ?? _shared;
}
