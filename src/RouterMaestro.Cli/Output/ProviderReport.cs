using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Output;

/// <summary>Prints providers for people, or as JSON.</summary>
internal sealed class ProviderReport(TextTable table, CliEnvironment environment)
{
    private const int AddressColumn = 5;

    private static readonly string[] _titles = ["Name", "Type", "Source", "Key", "Models", "Base URL"];

    /// <summary>Prints all providers.</summary>
    public void Print(ProviderListContract providers, bool asJson)
    {
        if (asJson)
        {
            PrintJson(providers, AdminJson.Indented.ProviderListContract);
        }
        else
        {
            PrintTable(providers);
        }
    }

    private void PrintTable(ProviderListContract providers)
    {
        // above the table: an edit of a file that is not in effect is not seen in the rows
        foreach (var problem in providers.Problems ?? [])
        {
            environment.Error.WriteLine($"Problem: {problem.Path ?? problem.File}: {problem.Message}");
        }

        if (providers.Providers.Count == 0)
        {
            environment.Note($"There are no providers: add one with '{ProductInfo.Name} provider add'.");
            return;
        }

        table.Print(_titles, [.. providers.Providers.Select(Cells)], AddressColumn);

        // a login that GitHub refuses has a note of its own
        foreach (var provider in providers.Providers.Where(p => p is { Status: "needs_key", Key.AcceptsLogin: true, Problem: null }))
        {
            environment.Note($"Note: {provider.Name}: log in with '{ProductInfo.Name} auth login {ShellWord.Of(provider.Name)}'");
        }

        // an entry that is not valid is among the problems
        foreach (var provider in providers.Providers.Where(p => p is { Problem: not null, Errors: null }))
        {
            environment.Note($"Note: {provider.Name}: {provider.Problem}");
        }
    }

    /// <summary>Prints a provider that was added or changed.</summary>
    public void Print(ProviderContract provider, bool isNew, bool asJson)
    {
        foreach (var warning in provider.Warnings ?? [])
        {
            environment.Error.WriteLine($"Warning: {warning}.");
        }

        if (asJson)
        {
            PrintJson(provider, AdminJson.Indented.ProviderContract);
        }
        else
        {
            environment.Tell(
                $"{(isNew ? "Added" : "Changed")} '{provider.Name}' ({provider.Type}, {provider.BaseUrl}, {KeyOf(provider)}). Try it with '{ProductInfo.Name} provider test {ShellWord.Of(provider.Name)}'.");
        }
    }

    /// <summary>Prints a removal.</summary>
    public void Print(ProviderRemovedContract removed, bool asJson)
    {
        if (asJson)
        {
            PrintJson(removed, AdminJson.Indented.ProviderRemovedContract);
        }
        else
        {
            environment.Tell(removed.Remains is { } remains
                ? $"Removed the entry of '{removed.Removed}', which {(remains.Source == "code" ? "the host's program" : "the gateway itself")} has without it: {remains.BaseUrl}."
                : $"Removed '{removed.Removed}'.");
        }
    }

    /// <summary>Prints the result of a test.</summary>
    /// <exception cref="CommandFailedException">The test failed, and the result is for people.</exception>
    public void Print(string name, ProviderTestContract test, bool asJson)
    {
        if (asJson)
        {
            PrintJson(test, AdminJson.Indented.ProviderTestContract);
            return;
        }

        if (test.Failure is { Errors: { } errors })
        {
            throw new CommandFailedException(string.Join(Environment.NewLine + "       ", ["The entry is not valid:", .. errors]));
        }

        if (test.Failure is { } failure)
        {
            throw new CommandFailedException(failure.Message);
        }

        environment.Out.WriteLine($"'{name}' lists {Quantity.Of(test.Models.Count, "model")} ({test.DurationMs} ms).");
        foreach (var model in test.Models)
        {
            environment.Out.WriteLine($"  {name}/{model}");
        }
    }

    private static string[] Cells(ProviderContract provider) =>
    [
        provider.Name,
        provider is { Type: { } type, Server.Preset: { } preset } ? $"{type} ({preset})" : provider.Type ?? "-",
        provider.Source.Replace('_', '-'),
        KeyOf(provider),
        provider.Models.State is "configured" or "listed" ? $"{provider.Models.Count}" : provider.Models.State,
        provider.BaseUrl ?? "-",
    ];

    private static string KeyOf(ProviderContract provider) => provider switch
    {
        { Status: "invalid" } => "invalid entry",
        { Status: "needs_key", Key.AcceptsLogin: true } => "needs a login",
        { Status: "needs_key" } => $"needs {provider.Key.Variable ?? "a key"}",
        { Key.From: "environment" } => provider.Key.Variable!,
        { Key.From: "auth_file" } => "auth.json",
        { Key.From: "none" } => "no key needed",
        _ => provider.Key.From,
    };

    private void PrintJson<T>(T value, JsonTypeInfo<T> type) => environment.Out.WriteLine(JsonSerializer.Serialize(value, type));
}
