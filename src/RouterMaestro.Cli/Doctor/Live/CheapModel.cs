namespace RouterMaestro.Cli.Doctor.Live;

/// <summary>Chooses the model of a provider that costs least, as far as names tell.</summary>
internal static class CheapModel
{
    // the vendors' small models
    private static readonly string[] _small = ["nano", "lite", "haiku", "mini", "flash", "small", "8b", "7b"];

    // what answers no chat
    private static readonly string[] _other =
        ["embed", "whisper", "tts", "image", "dall-e", "audio", "realtime", "transcribe", "moderation", "rerank", "sora", "babbage", "davinci", "instruct", "search", "codex", "deep-research"];

    /// <summary>Chooses a model; null if no name looks like that of a model that chats.</summary>
    /// <param name="models">The ids.</param>
    public static string? Choose(IEnumerable<string> models) => models
        .Where(model => !_other.Any(word => model.Contains(word, StringComparison.OrdinalIgnoreCase)))
        .OrderBy(model => Array.FindIndex(_small, word => model.Contains(word, StringComparison.OrdinalIgnoreCase)) is >= 0 and var place ? place : _small.Length)
        .FirstOrDefault();
}
