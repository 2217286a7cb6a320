namespace RouterMaestro.Application.Protocols.Anthropic;

/// <summary>Ids in Anthropic's form.</summary>
internal static class AnthropicIds
{
    private const int Digits = 24;

    public static string Message(AnswerIdentity identity) => $"msg_{identity.Id.AsSpan(0, Math.Min(Digits, identity.Id.Length))}";
}
