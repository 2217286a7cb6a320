using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.Cli.Shell;
using Spectre.Console;

namespace RouterMaestro.Cli.Output;

/// <summary>Prints logins for people, or as JSON.</summary>
internal sealed class AuthReport(TextTable table, IAnsiConsole console, CliEnvironment environment)
{
    private static readonly string[] _titles = ["Provider", "Type", "Status", "Limits"];

    /// <summary>Prints the stored keys and logins.</summary>
    public void Print(AuthListContract list, bool asJson)
    {
        if (asJson)
        {
            PrintJson(list, AdminJson.Indented.AuthListContract);
            return;
        }

        if (list.Providers.Count == 0)
        {
            environment.Note($"Nothing is stored: log in with '{ProductInfo.Name} auth login'. Keys in the gateway's environment are not listed here; '{ProductInfo.Name} provider list' shows them.");
            return;
        }

        table.Print(_titles, [.. list.Providers.Select(RowOf)], elastic: 3);
        foreach (var provider in list.Providers.Where(provider => provider.Problem is not null))
        {
            environment.Error.WriteLine($"{provider.Provider}: {provider.Problem}");
        }
    }

    /// <summary>Prints what a person has to do in a browser.</summary>
    /// <param name="login">The login.</param>
    /// <param name="asJson">Whether standard output takes JSON only.</param>
    public void PrintCode(LoginContract login, bool asJson)
    {
        if (environment.IsTerminal && !asJson)
        {
            console.Write(new Panel(new Markup($"Open  [bold]{Markup.Escape(login.VerificationUri!)}[/]\nEnter [bold green]{Markup.Escape(login.UserCode!)}[/]"))
                .Header("Log in").RoundedBorder());
        }
        else
        {
            (asJson ? environment.Error : environment.Out).WriteLine($"Open {login.VerificationUri} and enter the code {login.UserCode}");
        }
    }

    /// <summary>Prints that a login is stored.</summary>
    public void PrintLoggedIn(string provider, bool asJson)
    {
        if (asJson)
        {
            PrintJson(new LoginContract { Success = true, Provider = provider }, AdminJson.Indented.LoginContract);
        }
        else
        {
            environment.Tell($"Logged in to '{provider}'; '{ProductInfo.Name} model list' shows its models.");
        }
    }

    /// <summary>Prints what a person should know who ended the wait for a login; nothing if the login has ended with it.</summary>
    /// <param name="provider">The provider's id.</param>
    /// <param name="status">The state of the login; null if the gateway did not say.</param>
    public void PrintCancelled(string provider, string? status)
    {
        if (status == "complete")
        {
            environment.Error.WriteLine($"The login was complete before: '{ProductInfo.Name} auth logout {provider}' removes it.");
        }
        else if (status is null)
        {
            environment.Error.WriteLine("The gateway did not say that it cancelled the login: a code that is entered in time may still be accepted.");
        }
    }

    /// <summary>Prints that a key is stored.</summary>
    /// <param name="provider">The provider's id.</param>
    /// <param name="isTried">Whether the provider accepted it.</param>
    /// <param name="warning">What the operator should know; null for nothing.</param>
    /// <param name="asJson">Whether to print JSON.</param>
    public void PrintStored(string provider, bool isTried, string? warning, bool asJson)
    {
        if (asJson)
        {
            PrintJson(new LoginContract { Success = true, Provider = provider, Warning = warning }, AdminJson.Indented.LoginContract);
        }
        else
        {
            environment.Tell($"Stored the key of '{provider}', {(isTried ? "which accepts it" : "untried")}.");
        }

        if (warning is not null)
        {
            environment.Error.WriteLine($"Warning: {warning}");
        }
    }

    /// <summary>Prints that a login made elsewhere is stored.</summary>
    /// <param name="provider">The provider's id.</param>
    /// <param name="origin">Where it was made, for people.</param>
    /// <param name="warning">What the operator should know; null for nothing.</param>
    /// <param name="asJson">Whether to print JSON.</param>
    public void PrintImported(string provider, string origin, string? warning, bool asJson)
    {
        if (asJson)
        {
            PrintJson(new LoginContract { Success = true, Provider = provider, Warning = warning }, AdminJson.Indented.LoginContract);
        }
        else
        {
            environment.Out.WriteLine($"Logged in to '{provider}' with the token of {origin}; '{ProductInfo.Name} model list' shows its models.");
        }

        if (warning is not null)
        {
            environment.Error.WriteLine($"Warning: {warning}");
        }
    }

    /// <summary>Prints that a key or login is removed.</summary>
    public void Print(LogoutContract logout, bool asJson)
    {
        if (asJson)
        {
            PrintJson(logout, AdminJson.Indented.LogoutContract);
        }
        else
        {
            environment.Tell($"'{logout.Provider}' is logged out.");
        }
    }

    private static string[] RowOf(AuthContract provider) =>
    [
        provider.Provider,
        provider.AuthType == "oauth" ? "OAuth" : "API Key",
        provider.Status == "active" ? "Active" : "Expired",
        string.Join(", ", (provider.Limits ?? []).Select(Describe)),
    ];

    private static string Describe(AccountLimitContract limit)
    {
        var left = limit.IsUnlimited ? "unlimited"
            : limit.PercentLeft is { } percent ? percent.ToString("0.#", CultureInfo.InvariantCulture) + " % left"
            : limit.Raw;
        var reset = limit.ResetsAt is { } at && !limit.IsUnlimited ? at.UtcDateTime.ToString("' (until 'yyyy-MM-dd HH:mm 'UTC)'", CultureInfo.InvariantCulture) : "";
        return $"{limit.Name} {left}{reset}";
    }

    private void PrintJson<T>(T value, JsonTypeInfo<T> type) => environment.Out.WriteLine(JsonSerializer.Serialize(value, type));
}
