using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Application.Calls;

/// <summary>Guards the responses of models: it lets their events pass, replaces them, ends the response early or fails it.</summary>
/// <remarks>
/// Register it with <c>AddStreamGuard</c>. It sees conversations only, streamed or whole, translated or passed through. A guard that throws is
/// logged and left out for the rest of the response.
/// </remarks>
public interface IStreamGuard
{
    /// <summary>Gets the name, for logs and failures. Two guards of one name keep the router from starting.</summary>
    string Name { get; }

    /// <summary>
    /// Gets whether the guard replaces, drops or cuts events. The calls that it applies to are then translated, also where caller and candidate use
    /// the same protocol. It does not apply to a request that stores a response or continues a stored one, which has one form only.
    /// The default is false: the guard lets events pass or fails the response, and passthrough remains passthrough.
    /// </summary>
    bool Rewrites => false;

    /// <summary>Returns whether the guard applies to a call. It is a pure function.</summary>
    /// <param name="call">The call, as it is planned without this guard.</param>
    bool AppliesTo(CandidateCall call);

    /// <summary>Begins to inspect one response.</summary>
    /// <param name="call">The call.</param>
    IStreamInspector Inspect(CandidateCall call);
}

/// <summary>Inspects the events of one response, in their order. It is used by one thread at a time.</summary>
public interface IStreamInspector
{
    /// <summary>Inspects one event. A whole response comes as the events that would have streamed it; failures of the provider do not come.</summary>
    /// <param name="span">The event; valid only during the call.</param>
    StreamVerdict Inspect(in ChatEventSpan span);
}
