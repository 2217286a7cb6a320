using RouterMaestro.Cli.Gateways;
using RouterMaestro.Cli.Output;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Logins;

/// <summary>Logs in at GitHub Copilot with a token that another program has stored, and that a person chose.</summary>
internal sealed class LoginImport(TokenFinder finder, LoginClient client, FoundTokenReport report, AuthReport results, SecretPrompt prompt)
{
    /// <summary>Finds the tokens, lets a person choose, and gives the chosen one to the gateway.</summary>
    /// <param name="provider">The provider's id.</param>
    /// <param name="choice">The name of a token or a file; null to ask.</param>
    /// <param name="asJson">Whether standard output takes JSON only. Without a choice the tokens are only listed then.</param>
    /// <param name="cancellationToken">Ends the command.</param>
    /// <exception cref="CommandFailedException">There is no token, or the gateway refuses it.</exception>
    /// <exception cref="WrongUsageException">Nobody can be asked.</exception>
    public async Task RunAsync(string provider, string? choice, bool asJson, CancellationToken cancellationToken)
    {
        if (choice is not null)
        {
            await StoreAsync(provider, await finder.FindAsync(choice, cancellationToken), asJson, cancellationToken);
            return;
        }

        var found = await finder.FindAsync(cancellationToken);
        if (asJson)
        {
            report.PrintJson(found);
            return;
        }

        FoundToken[] usable = [.. found.Where(token => token.Kind.Use != TokenUse.None)];
        report.PrintUnusable(found);
        report.PrintUnread();
        if (usable.Length == 0)
        {
            throw new CommandFailedException($"No token that GitHub Copilot accepts was found: log in with '{ProductInfo.Name} auth login {provider}'.");
        }

        await StoreAsync(provider, usable[await ChooseAsync(usable, cancellationToken)], asJson, cancellationToken);
    }

    private async Task<int> ChooseAsync(FoundToken[] usable, CancellationToken cancellationToken)
    {
        var lines = report.LinesOf(usable);
        if (await prompt.AskChoiceAsync($"Which token shall the gateway at {client.Address} get?", lines, cancellationToken) is { } chosen)
        {
            return chosen;
        }

        report.Print(lines);
        throw new WrongUsageException($"No token is taken unasked: name one, such as --from {usable[0].Name}.");
    }

    private async Task StoreAsync(string provider, FoundToken token, bool asJson, CancellationToken cancellationToken)
    {
        if (token.Kind is { Use: TokenUse.None } kind)
        {
            throw new CommandFailedException($"'{token.Name}' is a {kind.Meaning} ({kind.Prefix}), which GitHub Copilot does not accept: log in with '{ProductInfo.Name} auth login {provider}'.");
        }

        var stored = await client.LoginAsync(
            token.Kind.Use == TokenUse.Key ? new(provider) { ApiKey = token.Token } : new(provider) { LoginToken = token.Token }, cancellationToken);
        results.PrintImported(provider, token.Account is { } account ? $"{token.Name}, of {account}" : token.Name, stored.Warning, asJson);
    }
}
