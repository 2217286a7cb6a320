namespace RouterMaestro.Cli.Logins;

/// <summary>A kind of GitHub token, which its first letters tell.</summary>
/// <param name="Prefix">The first letters.</param>
/// <param name="Meaning">The kind for people.</param>
/// <param name="Use">How GitHub Copilot accepts it.</param>
internal sealed record TokenKind(string Prefix, string Meaning, TokenUse Use)
{
    private static readonly TokenKind[] _known =
    [
        new("ghu_", "GitHub App user token", TokenUse.Login),
        new("gho_", "OAuth token", TokenUse.Login),
        new("github_pat_", "fine-grained token", TokenUse.Key),
        new("ghp_", "classic personal access token", TokenUse.None),
        new("ghs_", "token of an installation", TokenUse.None),
        new("ghr_", "refresh token", TokenUse.None),
    ];

    // tokens of the time before prefixes
    private static readonly TokenKind _other = new("", "token of an unknown kind", TokenUse.Login);

    /// <summary>Gets the kind of a token.</summary>
    public static TokenKind Of(string token) => _known.FirstOrDefault(kind => token.StartsWith(kind.Prefix, StringComparison.Ordinal)) ?? _other;
}

/// <summary>How GitHub Copilot accepts a kind of token.</summary>
internal enum TokenUse
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>It is exchanged, as after a login.</summary>
    Login,

    /// <summary>It is sent itself, as a key.</summary>
    Key,
}
