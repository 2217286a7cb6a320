namespace RouterMaestro.Application.Tokens;

/// <summary>Reckons what is inside of encrypted text. Measured on recorded conversations that hand OpenAI's sealed reasoning back.</summary>
internal static class EncryptedReasoningSize
{
    private const int Wrapping = 1000;
    private const double TokensPerCharacter = 0.2;

    /// <summary>Reckons the tokens.</summary>
    /// <param name="length">The length of the text, in base64.</param>
    public static double TokensOf(int length) => Math.Max(0, length - Wrapping) * TokensPerCharacter;
}
