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

    /// <summary>Creates the exception for a token of an application without access to Copilot, such as GitHub's gh: GitHub hides the exchange from it.</summary>
    /// <param name="provider">The provider's id.</param>
    public static CredentialRefusedException OfForeignToken(string provider) => new(
        $"GitHub does not exchange this token (status 404): the application that it was made for has no access to Copilot. Log in with: router-maestro auth login {provider}", 404);

    /// <summary>Returns the reason why a token cannot be used; null if its kind can.</summary>
    /// <param name="token">The token.</param>
    public static string? ErrorOfToken(string token) =>
        token.StartsWith("ghp_", StringComparison.Ordinal) ? "is a classic personal access token (ghp_), which Copilot does not accept: log in, or use a fine-grained token (github_pat_)"
        : token.StartsWith("ghs_", StringComparison.Ordinal) ? "is a token of a GitHub App's installation (ghs_), which Copilot does not accept: log in, or use a fine-grained token (github_pat_)"
        : null;

    /// <summary>Returns the reason why a token cannot be that of a login, which is exchanged; null if it can.</summary>
    /// <param name="token">The token.</param>
    public static string? ErrorOfLoginToken(string token) => ErrorOfToken(token)
        ?? (token.StartsWith("github_pat_", StringComparison.Ordinal) ? "is a fine-grained token (github_pat_), which GitHub does not exchange: store it as a key" : null);
}
