using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Routing;

namespace RouterMaestro.Application.Ports;

/// <summary>A call to one candidate.</summary>
/// <param name="Call">What the caller asked.</param>
/// <param name="Candidate">Who is asked.</param>
/// <param name="Protocol">The dialect in which it is asked.</param>
/// <param name="Limits">How long it may take.</param>
public sealed record UpstreamCall(InboundCall Call, Candidate Candidate, WireProtocol Protocol, TimeLimits Limits)
{
    /// <summary>Gets a value indicating whether caller and candidate speak the same dialect, so that the bytes pass untouched.</summary>
    public bool IsVerbatim => Call.Protocol == Protocol;
}
