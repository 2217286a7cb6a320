namespace RouterMaestro.Domain.Routing.Settings;

/// <summary>What happens when a candidate's dialect cannot say all that a request says.</summary>
public enum LossPolicy
{
    /// <summary>What is lost is told in a header of the answer.</summary>
    Allow,

    /// <summary>The same, and it is logged as a warning.</summary>
    Warn,

    /// <summary>The request is refused before anything is sent.</summary>
    Reject,

    /// <summary>Candidates that lose nothing come before those that lose something.</summary>
    Reroute,
}
