using Cocona;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.Cli.Completion;
using RouterMaestro.Cli.Gateways;
using RouterMaestro.Cli.Logins;
using RouterMaestro.Cli.Output;
using RouterMaestro.Cli.Parsing;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Commands;

/// <summary>The commands about the keys and logins of the providers of a running gateway.</summary>
internal sealed class AuthCommands(LoginClient client, AuthReport report, BrowserLogin browser, LoginImport import, SecretPrompt prompt)
{
    private const string DefaultLogin = "github-copilot";

    [Command("login", Description = "Log in at a provider in a browser, or store its key once it was tried.")]
    [Example($"{ProductInfo.Name} auth login github-copilot", "Shows a page and a code, and waits until you have entered the code there.")]
    public async Task<int> LoginAsync(
        [FromService] CoconaAppContext context,
        [Argument(Description = "The provider, such as github-copilot or openai; a second account is github-copilot@NAME. Without it, a menu is shown.")][Completes(CompletionSource.Logins)] string? provider = null,
        [Option("api-key", ValueName = "KEY", Description = "The key. Other users of the machine may see it: --stdin is safer.")] string? apiKey = null,
        [Option("stdin", Description = "Read the key from standard input.")] bool fromInput = false,
        [Option("no-verify", Description = "Store the key without trying it.")] bool isUntried = false,
        [Option("no-browser", Description = "Do not open the page of the login.")] bool isBrowserless = false,
        [Option("import", Description = "Log in at GitHub Copilot with a token of an editor or of gh: shows those that are found, and asks which one.")] bool isImport = false,
        [Option("from", ValueName = "NAME", Description = "With --import: the token to use, by its name in the list or by the path of a file.")] string? source = null,
        [Option("json", Description = "Print JSON; with --import and without --from, the tokens that are found.")] bool asJson = false)
    {
        if (isImport || source is not null)
        {
            CheckImport(isImport, source, apiKey is not null || fromInput || isUntried);
            await import.RunAsync(await RequireLoginAsync(provider ?? DefaultLogin, context.CancellationToken), source, asJson, context.CancellationToken);
            return ExitCodes.Success;
        }

        if (apiKey is not null && fromInput)
        {
            throw new WrongUsageException("Give the key by --api-key or by --stdin, not by both.");
        }

        var cancellation = context.CancellationToken;
        var methods = await client.ListMethodsAsync(cancellation);
        var name = provider ?? await ChooseAsync(methods, cancellation);
        var method = Find(methods, name);
        var key = apiKey is not null ? NonBlank(apiKey, "--api-key has no value: is the variable set?")
            : fromInput ? await prompt.ReadSecretAsync("a key", cancellation)
            : method?.AuthType == "api" ? await AskKeyAsync(method.Provider, cancellation)
            : null;
        name = method?.Provider ?? name;
        if (key is not null)
        {
            var stored = await client.LoginAsync(new(name) { ApiKey = key, Verify = !isUntried }, cancellation);
            report.PrintStored(name, isTried: !isUntried, stored.Warning, asJson);
            return ExitCodes.Success;
        }

        if (isUntried)
        {
            throw new WrongUsageException("--no-verify is about keys: give one with --api-key or --stdin.");
        }

        await browser.RunAsync(name, isBrowserless, asJson, cancellation);
        return ExitCodes.Success;
    }

    [Command("logout", Description = "Remove the stored key or login of a provider.")]
    [Example($"{ProductInfo.Name} auth logout openai", "Forgets the stored key.")]
    public async Task<int> LogoutAsync(
        [Argument(Description = "The provider.")][Completes(CompletionSource.Logins)] string provider,
        [FromService] CoconaAppContext context,
        [Option("json", Description = "Print JSON.")] bool asJson = false)
    {
        var stored = (await client.ListAsync(context.CancellationToken)).Providers.Select(entry => entry.Provider).ToArray();
        var name = stored.FirstOrDefault(id => id.Equals(provider, StringComparison.OrdinalIgnoreCase))
            ?? throw new CommandFailedException($"Neither a key nor a login of '{provider}' is stored.{Suggestion.For(provider, stored)}");
        report.Print(await client.LogoutAsync(name, context.CancellationToken), asJson);
        return ExitCodes.Success;
    }

    [Command("list", Description = "List the stored keys and logins, without the secrets.")]
    [Example($"{ProductInfo.Name} auth list", "Shows what is stored, whether it is valid, and what is left of limits.")]
    public async Task<int> ListAsync(
        [Option("json", Description = "Print JSON.")] bool asJson,
        [FromService] CoconaAppContext context)
    {
        report.Print(await client.ListAsync(context.CancellationToken), asJson);
        return ExitCodes.Success;
    }

    /// <summary>Finds a provider; null for an account that comes into being with its login.</summary>
    private static LoginMethodContract? Find(LoginMethodListContract methods, string name)
    {
        LoginMethodContract? Named(string id) => methods.Providers.FirstOrDefault(m => m.Provider.Equals(id, StringComparison.OrdinalIgnoreCase));

        var method = Named(name);
        return method is not null || (name.Split('@') is [var type, { Length: > 0 }] && Named(type)?.AuthType == "oauth")
            ? method
            : throw new CommandFailedException(
                $"There is no provider '{name}'.{Suggestion.For(name, methods.Providers.Select(m => m.Provider))} '{ProductInfo.Name} provider list' shows all.");
    }

    private static void CheckImport(bool isImport, string? source, bool hasKey)
    {
        if (!isImport)
        {
            throw new WrongUsageException("--from belongs to --import.");
        }

        if (hasKey)
        {
            throw new WrongUsageException("--import takes a token that is found: leave out --api-key, --stdin and --no-verify.");
        }

        if (source is not null)
        {
            NonBlank(source, "--from has no value: is the variable set?");
        }
    }

    private static string NonBlank(string? key, string error) => key?.Trim() is { Length: > 0 } text ? text : throw new WrongUsageException(error);

    private async Task<string> RequireLoginAsync(string name, CancellationToken cancellationToken)
    {
        var method = Find(await client.ListMethodsAsync(cancellationToken), name);
        return method is null or { AuthType: "oauth" } ? method?.Provider ?? name
            : throw new WrongUsageException($"--import is for {DefaultLogin} and its accounts; '{method.Provider}' takes a key.");
    }

    private async Task<string> AskKeyAsync(string provider, CancellationToken cancellationToken)
    {
        var key = await prompt.AskSecretAsync($"Key of {provider} (not shown):", cancellationToken)
            ?? throw new WrongUsageException($"'{provider}' needs a key: give it with --stdin, or run the command in a terminal.");
        return key.Length > 0 ? key : throw new CommandFailedException("No key was entered; nothing is stored.");
    }

    private async Task<string> ChooseAsync(LoginMethodListContract methods, CancellationToken cancellationToken)
    {
        var names = methods.Providers.Select(m => $"{(m.IsStored ? '✓' : '○')} {m.Provider}{(m.DisplayName == m.Provider ? "" : $" ({m.DisplayName})")}").ToArray();
        var chosen = await prompt.AskChoiceAsync("Which provider?", names, cancellationToken)
            ?? throw new WrongUsageException($"Name the provider: {string.Join(", ", methods.Providers.Select(m => m.Provider))}.");
        return methods.Providers[chosen].Provider;
    }
}
