namespace RouterMaestro.Cli.Clients.Kinds;

/// <summary>What a client is set up with.</summary>
internal sealed class ClientSettings
{
    /// <summary>Gets the address of the gateway.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>Gets the model.</summary>
    public required ClientModel Model { get; init; }

    /// <summary>Gets the model for titles and summaries.</summary>
    public required ClientModel SmallModel { get; init; }

    /// <summary>Gets the command that prints the key.</summary>
    public required HelperCommand KeyHelper { get; init; }

    /// <summary>Gets the file that holds the key, for clients that can run no command; null if they read it from the environment.</summary>
    public string? SecretFile { get; init; }

    /// <summary>Gets the command that prints the status line; null to leave that as it is.</summary>
    public HelperCommand? Statusline { get; init; }

    /// <summary>Gets the size in tokens at which conversations are summarized; null to leave that as it is.</summary>
    public int? AutoCompactWindow { get; init; }

    /// <summary>Gets the address with the version, for OpenAI's protocols.</summary>
    public string OpenAIAddress => Root + "/v1";

    /// <summary>Gets the address without a slash at the end.</summary>
    public string Root => Endpoint.AbsoluteUri.TrimEnd('/');
}

/// <summary>A model that a client is set up with.</summary>
/// <param name="Id">The name that the client sends.</param>
internal sealed record ClientModel(string Id)
{
    /// <summary>Gets the name for people.</summary>
    public string Name { get; init; } = Id;

    /// <summary>Gets the size of the whole conversation in tokens; null if it is not known.</summary>
    public int? ContextWindow { get; init; }

    /// <summary>Gets the largest prompt in tokens; null if it is not known.</summary>
    public int? MaxPromptTokens { get; init; }

    /// <summary>Gets the largest response in tokens; null if it is not known.</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>Gets the tokens that a conversation can have: the prompt's limit, else the window.</summary>
    public int? UsableWindow => MaxPromptTokens ?? ContextWindow;
}

/// <summary>A command of this program that a client runs.</summary>
/// <param name="Program">The program: its name if the shell finds it, else its path.</param>
/// <param name="Arguments">The arguments.</param>
internal sealed record HelperCommand(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>Gets the command as a shell reads it.</summary>
    public string Shell => string.Join(' ', Arguments.Prepend(Program).Select(Quote));

    private static string Quote(string word) =>
        word.Length > 0 && word.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' or '/' or ':' or '@' or '+') ? word
        : OperatingSystem.IsWindows() ? $"\"{word}\""
        : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
