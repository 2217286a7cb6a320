using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Logins;

/// <summary>Finds the tokens in the variables that GitHub's own programs read.</summary>
internal sealed class VariableTokens(CliEnvironment environment) : ITokenSource
{
    private static readonly string[] _variables = ["COPILOT_GITHUB_TOKEN", "GH_TOKEN", "GITHUB_TOKEN"];

    public Task<IReadOnlyList<FoundToken>> FindAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<FoundToken>>(
    [
        .. _variables.Select(name => (Name: name, Token: environment.NonBlank(name))).Where(variable => variable.Token is not null)
            .Select(variable => new FoundToken(variable.Name, "environment", FoundToken.PublicHost, variable.Token!)),
    ]);
}
