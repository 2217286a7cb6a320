using System.Diagnostics.CodeAnalysis;

namespace RouterMaestro.Infrastructure.Providers.Modules;

/// <summary>
/// Says that a provider refuses the configured login itself, so that no credential can be obtained until an operator changes something. Callers see its
/// message in a 424; that of any other exception is for the log alone.
/// </summary>
/// <param name="message">What is wrong and what to do, without secrets.</param>
/// <param name="status">The status with which the login was refused, such as 401.</param>
[Experimental("RM0001")]
public sealed class CredentialRefusedException(string message, int status) : Exception(message)
{
    /// <summary>Gets the status with which the login was refused.</summary>
    public int Status => status;
}
