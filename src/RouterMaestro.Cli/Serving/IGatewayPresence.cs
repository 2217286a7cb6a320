using Microsoft.Extensions.Logging;
using RouterMaestro.Cli.Gateways;

namespace RouterMaestro.Cli.Serving;

/// <summary>Where a gateway that runs in this process says what it does: a terminal, or files.</summary>
internal interface IGatewayPresence
{
    /// <summary>Gets the function that names the log that goes with a record's file; null if the log goes to standard error.</summary>
    Func<string, string>? LogOf { get; }

    /// <summary>Gets whether the gateway serves without a record too, by which other commands find it.</summary>
    bool ServesUnrecorded { get; }

    /// <summary>Says where the log goes.</summary>
    /// <param name="logging">The logging of the gateway.</param>
    void AddLogging(ILoggingBuilder logging);

    /// <summary>Tells the operator of something that the gateway does without.</summary>
    /// <param name="message">The message.</param>
    void Warn(string message);

    /// <summary>Tells that the gateway serves.</summary>
    /// <param name="gateway">The gateway.</param>
    /// <param name="record">Its record; null if it could not be written.</param>
    void ShowStarted(GatewayHost gateway, ServerRecord? record);

    /// <summary>Tells that the gateway stops.</summary>
    /// <param name="drainPeriod">The time that running calls have to complete.</param>
    void ShowStopping(TimeSpan drainPeriod);
}
