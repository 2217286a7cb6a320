using System.Diagnostics.CodeAnalysis;

namespace RouterMaestro.Domain.Failures;

/// <summary>The one exception in which a call's error leaves the library.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "An error without its value makes no sense.")]
public sealed class RouterException : Exception
{
    /// <summary>Wraps an error.</summary>
    /// <param name="error">The error.</param>
    /// <param name="innerException">What caused it, if an exception did.</param>
    public RouterException(RouterError error, Exception? innerException = null)
        : base(error?.Message, innerException) => Error = error ?? throw new ArgumentNullException(nameof(error));

    /// <summary>Gets the error.</summary>
    public RouterError Error { get; }
}
