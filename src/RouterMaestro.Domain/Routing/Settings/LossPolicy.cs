namespace RouterMaestro.Domain.Routing.Settings;

/// <summary>What happens when a candidate's protocol cannot express everything in a request.</summary>
public enum LossPolicy
{
    /// <summary>A header of the response names the losses.</summary>
    Allow,

    /// <summary>The same, and it is logged as a warning.</summary>
    Warn,

    /// <summary>The request is refused before anything is sent.</summary>
    Reject,

    /// <summary>Candidates that lose nothing come before those that lose something.</summary>
    Reroute,
}
