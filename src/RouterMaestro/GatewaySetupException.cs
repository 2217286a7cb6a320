namespace RouterMaestro;

/// <summary>Something that the operator can put right keeps the gateway from working: an option, a file, a port.</summary>
/// <remarks>The message is one sentence for the operator; it shows no key.</remarks>
public sealed class GatewaySetupException : Exception
{
    /// <summary>States what is wrong.</summary>
    /// <param name="message">One sentence for the operator.</param>
    /// <param name="inner">What was thrown; null when nothing was.</param>
    public GatewaySetupException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
