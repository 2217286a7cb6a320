namespace RouterMaestro.Application.Tokens;

/// <summary>Estimates the tokens of encrypted reasoning. Measured on recorded conversations that return OpenAI's encrypted reasoning.</summary>
internal static class EncryptedReasoningSize
{
    private const int Wrapping = 1000;
    private const double TokensPerCharacter = 0.2;

    /// <summary>Returns the estimated tokens.</summary>
    /// <param name="length">The length of the text, in base64.</param>
    public static double TokensOf(int length) => Math.Max(0, length - Wrapping) * TokensPerCharacter;
}
