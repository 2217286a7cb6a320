namespace RouterMaestro.Cli.Doctor;

/// <summary>How a finding is to be taken.</summary>
internal enum FindingStatus
{
    /// <summary>All is well.</summary>
    Ok,

    /// <summary>Worth knowing, and nothing to fix.</summary>
    Note,

    /// <summary>It may be intended; if it is not, it needs fixing.</summary>
    Warning,

    /// <summary>It needs fixing.</summary>
    Problem,
}

/// <summary>Something that a check found out. No text holds a secret.</summary>
/// <param name="Status">How it is to be taken.</param>
/// <param name="Subject">What it is about, in a few words.</param>
/// <param name="Message">What was found.</param>
/// <param name="Fix">What to do; null if there is nothing to do.</param>
internal sealed record Finding(FindingStatus Status, string Subject, string Message, string? Fix)
{
    public static Finding Ok(string subject, string message) => new(FindingStatus.Ok, subject, message, Fix: null);

    public static Finding Note(string subject, string message) => new(FindingStatus.Note, subject, message, Fix: null);

    public static Finding Warning(string subject, string message, string fix) => new(FindingStatus.Warning, subject, message, fix);

    public static Finding Problem(string subject, string message, string fix) => new(FindingStatus.Problem, subject, message, fix);
}
