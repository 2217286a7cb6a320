namespace RouterMaestro;

/// <summary>The gateway cannot work because of an option, a file or a port that the operator can correct.</summary>
/// <remarks>The message is one sentence for the operator; it shows no key.</remarks>
public sealed class GatewaySetupException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">One sentence for the operator.</param>
    /// <param name="inner">The cause; null if there is none.</param>
    public GatewaySetupException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
