using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Protocols.Passthrough;

namespace RouterMaestro.Protocols.Abstractions;

/// <summary>The result of one pass over a request's body: its facts or an error.</summary>
public readonly record struct FactsReading
{
    /// <summary>A reading that succeeded.</summary>
    /// <param name="facts">The facts.</param>
    /// <param name="map">The places of the editable members.</param>
    public FactsReading(RequestFacts facts, BodyMap map) => (Facts, Map) = (facts, map);

    /// <summary>A reading that failed.</summary>
    /// <param name="error">The error.</param>
    public FactsReading(RouterError error) => Error = error;

    /// <summary>Gets the facts; null if there is an error.</summary>
    public RequestFacts? Facts { get; }

    /// <summary>Gets the places of the editable members.</summary>
    public BodyMap Map { get; }

    /// <summary>Gets the error of the body; null if it is valid.</summary>
    public RouterError? Error { get; }
}
