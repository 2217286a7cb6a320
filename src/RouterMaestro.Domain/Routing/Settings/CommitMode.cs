namespace RouterMaestro.Domain.Routing.Settings;

/// <summary>When a candidate's answer is final, so that no other candidate may answer any more.</summary>
public enum CommitMode
{
    /// <summary>With its first content: the caller sees the answer grow.</summary>
    FirstContent,

    /// <summary>When it is complete: the caller waits, and even a stream that breaks in the middle can be rescued by the next candidate.</summary>
    Complete,
}
