namespace RouterMaestro.Domain.Routing.Plans;

/// <summary>What a failure means for the candidates behind.</summary>
public enum FallbackVerdict
{
    /// <summary>Nobody else is asked: the request itself is at fault.</summary>
    Stop,

    /// <summary>The next candidate is asked.</summary>
    Next,

    /// <summary>The next candidate with a larger context window is asked.</summary>
    LargerWindow,
}
