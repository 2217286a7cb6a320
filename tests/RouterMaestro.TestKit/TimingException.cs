namespace RouterMaestro.TestKit;

/// <summary>A promise about time was broken, which the machine alone may be to blame for. Nothing else is tried again.</summary>
public sealed class TimingException(string message) : Exception(message);
