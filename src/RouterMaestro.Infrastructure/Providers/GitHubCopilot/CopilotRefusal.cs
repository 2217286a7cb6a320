using RouterMaestro.Infrastructure.Providers.Modules;

namespace RouterMaestro.Infrastructure.Providers.GitHubCopilot;

/// <summary>The sentences about logins and tokens that GitHub does not accept.</summary>
internal static class CopilotRefusal
{
    /// <summary>Creates the exception for a login or token that GitHub refuses.</summary>
    /// <param name="provider">The provider's id.</param>
    /// <param name="isLogin">Whether it is a login; false for a token that an operator gave.</param>
    /// <param name="status">GitHub's status, 401 or 403.</param>
    /// <param name="words">GitHub's own words; null if there are none.</param>
    public static CredentialRefusedException Of(string provider, bool isLogin, int status, string? words)
    {
        var reason = status == 401
            ? isLogin ? $"GitHub no longer accepts the login of '{provider}' (status 401)" : $"GitHub rejects the token of '{provider}' (status 401)"
            : $"GitHub gives the account of '{provider}' no token for Copilot (status 403): it may have no Copilot licence, or its organization does not allow it";
        var quoted = string.IsNullOrWhiteSpace(words) ? "" : $". GitHub says: {words.Trim().TrimEnd('.')}";
        return new($"{reason}{quoted}. {(isLogin ? "Log in again" : "Log in, or give another token,")} with: router-maestro auth login {provider}", status);
    }

    /// <summary>Returns the reason why a token cannot be used; null if its kind can.</summary>
    /// <param name="token">The token.</param>
    public static string? ErrorOfToken(string token) =>
        token.StartsWith("ghp_", StringComparison.Ordinal) ? "is a classic personal access token (ghp_), which Copilot does not accept: log in, or use a fine-grained token (github_pat_)"
        : token.StartsWith("ghs_", StringComparison.Ordinal) ? "is a token of a GitHub App's installation (ghs_), which Copilot does not accept: log in, or use a fine-grained token (github_pat_)"
        : null;
}
