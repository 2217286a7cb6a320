using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Protocols.Passthrough;

namespace RouterMaestro.Protocols.Abstractions;

/// <summary>What one pass over a request's body gave: the facts, or what is wrong with it.</summary>
public readonly record struct FactsReading
{
    /// <summary>A reading that succeeded.</summary>
    /// <param name="facts">The facts.</param>
    /// <param name="map">Where the editable members stand.</param>
    public FactsReading(RequestFacts facts, BodyMap map) => (Facts, Map) = (facts, map);

    /// <summary>A reading that failed.</summary>
    /// <param name="error">What is wrong.</param>
    public FactsReading(RouterError error) => Error = error;

    /// <summary>Gets the facts; null when there is an error.</summary>
    public RequestFacts? Facts { get; }

    /// <summary>Gets where the editable members stand.</summary>
    public BodyMap Map { get; }

    /// <summary>Gets what is wrong with the body; null when nothing is.</summary>
    public RouterError? Error { get; }
}
