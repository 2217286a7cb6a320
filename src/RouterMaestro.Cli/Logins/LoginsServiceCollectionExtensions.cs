using Microsoft.Extensions.DependencyInjection;

namespace RouterMaestro.Cli.Logins;

/// <summary>Registers what logins need that a person makes.</summary>
internal static class LoginsServiceCollectionExtensions
{
    /// <summary>Adds the services. A new place of tokens needs one line here.</summary>
    public static IServiceCollection AddLogins(this IServiceCollection services) => services
        .AddSingleton<ITokenSource, EditorTokens>()
        .AddSingleton<ITokenSource, GhTokens>()
        .AddSingleton<ITokenSource, VariableTokens>()
        .AddSingleton<TokenFinder>()
        .AddSingleton<FoundTokenReport>()
        .AddSingleton<LoginImport>()
        .AddSingleton<BrowserLogin>();
}
