namespace RouterMaestro.Domain.Models;

/// <summary>Whether a model can do something.</summary>
public enum Support
{
    /// <summary>Nobody says.</summary>
    Unknown,

    /// <summary>Its provider says that it can.</summary>
    Supported,

    /// <summary>Its provider says that it cannot.</summary>
    Unsupported,
}
