namespace RouterMaestro.Cli.Shell;

/// <summary>Standard output cannot be written: it is closed, or its disk is full.</summary>
/// <param name="inner">What the system says.</param>
internal sealed class OutputFailedException(Exception inner) : IOException($"Standard output cannot be written: {inner.Message.TrimEnd('.')}.", inner);
