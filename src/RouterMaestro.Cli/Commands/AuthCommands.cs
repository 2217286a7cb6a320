using System.Diagnostics;
using System.Text;
using Cocona;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.Cli.Gateways;
using RouterMaestro.Cli.Output;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Commands;

/// <summary>The commands about the keys and logins of the providers of a running gateway.</summary>
internal sealed class AuthCommands(LoginClient client, AuthReport report, SecretPrompt prompt, CliEnvironment environment)
{
    // a key is one line, and nobody types more
    private const int MaxKeyBytes = 16 * 1024;

    [Command("login", Description = "Log in at a provider in a browser, or store its key once it was tried.")]
    public async Task<int> LoginAsync(
        [FromService] CoconaAppContext context,
        [Argument(Description = "The provider, such as github-copilot or openai; a second account is github-copilot@NAME.")] string? provider = null,
        [Option("api-key", Description = "The key. Other users of the machine may see it: --stdin is safer.")] string? apiKey = null,
        [Option("stdin", Description = "Read the key from standard input.")] bool fromInput = false,
        [Option("no-verify", Description = "Store the key without trying it.")] bool isUntried = false,
        [Option("no-browser", Description = "Do not open the page of the login.")] bool isBrowserless = false,
        [Option("json", Description = "Print JSON.")] bool asJson = false)
    {
        if (apiKey is not null && fromInput)
        {
            throw new WrongUsageException("Give the key by --api-key or by --stdin, not by both.");
        }

        var methods = await client.ListMethodsAsync(context.CancellationToken);
        var name = provider ?? Choose(methods);
        var method = methods.Providers.FirstOrDefault(m => m.Provider.Equals(name, StringComparison.OrdinalIgnoreCase));
        var key = apiKey ?? (fromInput ? await ReadKeyAsync(context.CancellationToken) : null);
        if (key is null && method?.AuthType == "api")
        {
            key = prompt.AskSecret($"Key of {method.Provider}:")
                ?? throw new WrongUsageException($"'{method.Provider}' needs a key: give it with --stdin, or run the command in a terminal.");
        }

        if (key is not null)
        {
            var stored = await client.LoginAsync(new(method?.Provider ?? name) { ApiKey = key, Verify = !isUntried }, context.CancellationToken);
            report.PrintDone(stored.Provider ?? name, stored.Warning, asJson);
            return ExitCodes.Success;
        }

        var login = await client.LoginAsync(new(method?.Provider ?? name), context.CancellationToken);
        report.PrintCode(login);
        if (!isBrowserless && environment.IsTerminal)
        {
            OpenBrowser(login.VerificationUri!);
        }

        environment.Error.WriteLine("Waiting for the login …");
        await client.WaitAsync(login.SessionId!, context.CancellationToken);
        report.PrintDone(method?.Provider ?? name, warning: null, asJson);
        return ExitCodes.Success;
    }

    [Command("logout", Description = "Remove the stored key or login of a provider.")]
    public async Task<int> LogoutAsync(
        [Argument(Description = "The provider.")] string provider,
        [FromService] CoconaAppContext context,
        [Option("json", Description = "Print JSON.")] bool asJson = false)
    {
        report.Print(await client.LogoutAsync(provider, context.CancellationToken), asJson);
        return ExitCodes.Success;
    }

    [Command("list", Description = "List the stored keys and logins, without the secrets.")]
    public async Task<int> ListAsync(
        [Option("json", Description = "Print JSON.")] bool asJson,
        [FromService] CoconaAppContext context)
    {
        report.Print(await client.ListAsync(context.CancellationToken), asJson);
        return ExitCodes.Success;
    }

    // a page of the provider, which the gateway named; where no browser can be opened, the person follows the address
    private static void OpenBrowser(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var page) || (page.Scheme != Uri.UriSchemeHttps && page.Scheme != Uri.UriSchemeHttp))
        {
            return;
        }

        try
        {
            using var process = Process.Start(new ProcessStartInfo(page.AbsoluteUri) { UseShellExecute = true, RedirectStandardOutput = false });
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or PlatformNotSupportedException or InvalidOperationException)
        {
            // there is none here
        }
    }

    private string Choose(LoginMethodListContract methods)
    {
        var names = methods.Providers.Select(m => $"{(m.IsStored ? '✓' : '○')} {m.Provider}{(m.DisplayName == m.Provider ? "" : $" ({m.DisplayName})")}").ToArray();
        var chosen = prompt.AskChoice("Which provider?", names)
            ?? throw new WrongUsageException($"Name the provider: {string.Join(", ", methods.Providers.Select(m => m.Provider))}.");
        return methods.Providers[chosen].Provider;
    }

    private async Task<string> ReadKeyAsync(CancellationToken cancellationToken)
    {
        using var input = environment.OpenInput();
        var bytes = new byte[MaxKeyBytes];
        var length = await input.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return length == bytes.Length ? throw new CommandFailedException("Standard input is too long for a key.")
            : Encoding.UTF8.GetString(bytes, 0, length).Trim() is { Length: > 0 } key ? key
            : throw new CommandFailedException("Standard input holds no key.");
    }
}
