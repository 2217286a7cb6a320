using System.Text;
using Cocona;
using RouterMaestro.Cli.Completion;
using RouterMaestro.Cli.Contexts;
using RouterMaestro.Cli.Gateways;
using RouterMaestro.Cli.Output;
using RouterMaestro.Cli.Parsing;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Commands;

/// <summary>The commands about the gateways that commands can call.</summary>
internal sealed class ContextCommands(ContextEditor editor, ContextReport report, ContextTester tester, SecretPrompt prompt, CliEnvironment environment)
{
    [Command("list", Description = "List the contexts; * marks the current one.")]
    [Example($"{ProductInfo.Name} context list", "Shows the gateways that commands can call.")]
    public int List([Option("json", Description = "Print JSON.")] bool asJson = false)
    {
        report.PrintAll(asJson);
        return ExitCodes.Success;
    }

    [Command("current", Description = "Print the name of the current context.")]
    [Example($"{ProductInfo.Name} context current", "Prints only the name, such as local.")]
    public int Current([Option("json", Description = "Print JSON.")] bool asJson = false)
    {
        report.PrintCurrent(asJson);
        return ExitCodes.Success;
    }

    [Command("show", Description = "Show a context: its address, and where its keys are from.")]
    [Example($"{ProductInfo.Name} context show prod", "Shows the context 'prod' with its keys masked.")]
    public int Show(
        [Argument(Description = "Its name; without it, the current one.")][Completes(CompletionSource.Contexts)] string? name = null,
        [Option("json", Description = "Print JSON.")] bool asJson = false)
    {
        report.Print(editor.Get(name), asJson);
        return ExitCodes.Success;
    }

    [Command("add", Description = "Add a gateway that commands can call.")]
    [Example($"{ProductInfo.Name} context add prod -e https://llm.example.com --stdin", "Adds a gateway; the key comes by a pipe or from a file.")]
    public async Task<int> AddAsync(
        [Argument(Description = "Its name.")] string name,
        [Option('e', ValueName = "URL", Description = "The root of the gateway, such as https://llm.example.com.")] string endpoint,
        [FromService] CoconaAppContext context,
        ContextKeys keys,
        [Option("json", Description = "Print JSON.")] bool asJson = false)
    {
        var change = await ReadAsync(name, endpoint, keys, context.CancellationToken);
        var added = editor.Add(change with { ApiKey = NullIfEmpty(change.ApiKey), AdminKey = NullIfEmpty(change.AdminKey) });
        report.PrintChanged(added, $"Added '{name}' ({added.Endpoint}). Try it with '{ProductInfo.Name} context test {name}', and use it with '{ProductInfo.Name} context set {name}'.", asJson);
        return ExitCodes.Success;
    }

    [Command("update", Description = "Change a context; what is not named stays, and an empty key removes it: --admin-key ''.")]
    [Example($"{ProductInfo.Name} context update prod -e https://llm.example.com/gateway", "Changes the address and keeps the keys.")]
    public async Task<int> UpdateAsync(
        [Argument(Description = "Its name.")][Completes(CompletionSource.Contexts)] string name,
        [FromService] CoconaAppContext context,
        ContextKeys keys,
        [Option('e', ValueName = "URL", Description = "The root of the gateway.")] string? endpoint = null,
        [Option("json", Description = "Print JSON.")] bool asJson = false)
    {
        if (endpoint is null && keys is { ApiKey: null, AdminKey: null, FromInput: false })
        {
            throw new WrongUsageException("Say what to change: --endpoint, --api-key, --admin-key or --stdin.");
        }

        var updated = editor.Update(await ReadAsync(name, endpoint, keys, context.CancellationToken));
        report.PrintChanged(updated, $"Updated '{name}' ({updated.Endpoint}).", asJson);
        return ExitCodes.Success;
    }

    [Command("set", Description = "Choose the context that commands call.")]
    [Example($"{ProductInfo.Name} context set prod", "Makes commands call 'prod'; 'context set local' returns to this machine.")]
    public int Select(
        [Argument(Description = "Its name.")][Completes(CompletionSource.Contexts)] string name,
        [Option("json", Description = "Print JSON.")] bool asJson = false)
    {
        var selected = editor.Select(name);
        report.PrintChanged(selected, $"Commands now call '{name}' ({selected.Endpoint}).", asJson);
        if (environment.ContextName is { } other && other != name)
        {
            environment.Error.WriteLine($"Warning: here they call '{other}', which --context or {GlobalSwitches.ContextVariable} chooses.");
        }

        return ExitCodes.Success;
    }

    [Command("remove", Description = "Remove a context; 'local' always stays.")]
    [Example($"{ProductInfo.Name} context remove prod", "Removes 'prod' with its keys; if it is current, 'local' is current then.")]
    public int Remove(
        [Argument(Description = "Its name.")][Completes(CompletionSource.Contexts)] string name,
        [Option("json", Description = "Print JSON.")] bool asJson = false)
    {
        report.PrintRemoved(name, editor.Remove(name), asJson);
        return ExitCodes.Success;
    }

    [Command("test", Description = "Test whether a gateway can be reached and accepts the keys.")]
    [Example($"{ProductInfo.Name} context test prod", "Measures it, and says what to do if it fails.")]
    public async Task<int> TestAsync(
        [FromService] CoconaAppContext context,
        [Argument(Description = "Its name; without it, the current one.")][Completes(CompletionSource.Contexts)] string? name = null,
        [Option("json", Description = "Print JSON.")] bool asJson = false)
    {
        var test = await tester.TestAsync(editor.Get(name), context.CancellationToken);
        report.Print(test, asJson);
        return test.Ok ? ExitCodes.Success : throw new CommandFailedException(test.Steps.First(step => !step.Ok).Message);
    }

    [Command("set-key", Description = "Store the key of the current context. Without KEY and --stdin, a terminal asks for it.")]
    [Example($"{ProductInfo.Name} context set-key", "Asks for the key without showing it; other users may see one on the command line.")]
    public async Task<int> SetKeyAsync(
        [FromService] CoconaAppContext context,
        [Argument(Description = "The key.")] string? key = null,
        [Option("stdin", Description = "Read the key from standard input.")] bool fromInput = false,
        [Option("admin", Description = "Store the key of the admin routes.")] bool isAdmin = false)
    {
        if (key is not null && fromInput)
        {
            throw new WrongUsageException("Give the key as KEY or by --stdin, not by both.");
        }

        var name = editor.Get(name: null).Name;
        var secret = key ?? (fromInput ? await prompt.ReadSecretAsync("a key", context.CancellationToken) : await AskAsync(name, context.CancellationToken));
        var value = Checked(secret, "The key");
        _ = editor.Update(isAdmin ? new(name) { AdminKey = value } : new(name) { ApiKey = value });
        var variable = isAdmin ? ApiKeyStore.AdminVariable : ApiKeyStore.Variable;
        environment.Tell($"Stored the {(isAdmin ? "admin key" : "key")} of '{name}'{(name == GatewayContext.Local ? "; a gateway that runs keeps its own until it is restarted" : "")}.");
        if (environment.NonBlank(variable) is not null)
        {
            environment.Error.WriteLine($"Warning: {variable} is set, and used in place of it.");
        }

        return ExitCodes.Success;
    }

    [Command("get-key", Description = "Show the stored key of a context.")]
    [Example($"KEY=$({ProductInfo.Name} context get-key)", "Prints only the key, since the output is not a terminal.")]
    public int GetKey(
        [Argument(Description = "Its name; without it, the current one.")][Completes(CompletionSource.Contexts)] string? name = null,
        [Option("admin", Description = "Show the key of the admin routes.")] bool isAdmin = false,
        [Option(Description = "Print only the key, unmasked; the default when the output is not a terminal.")] bool raw = false)
    {
        var context = editor.Get(name);
        var key = (isAdmin ? context.AdminKey : context.ApiKey) ?? throw new CommandFailedException(
            $"The context '{context.Name}' has no {(isAdmin ? "admin key" : "key")}: store one with '{ProductInfo.Name} context update {context.Name} {(isAdmin ? "--admin-key" : "--api-key")} KEY'.");
        environment.Out.WriteLine(raw || !environment.IsTerminal ? key : $"{(isAdmin ? "Admin key" : "API key")}: {MaskedKey.Of(key)}");
        return ExitCodes.Success;
    }

    private async Task<ContextChange> ReadAsync(string name, string? endpoint, ContextKeys keys, CancellationToken cancellationToken)
    {
        if (endpoint is not null && GatewayEndpoint.ErrorOf(endpoint) is { } error)
        {
            throw new WrongUsageException($"--endpoint {error}.");
        }

        if (keys is { ApiKey: not null, FromInput: true })
        {
            throw new WrongUsageException("Give the key by --api-key or by --stdin, not by both.");
        }

        return new(name)
        {
            Endpoint = endpoint is null ? null : GatewayEndpoint.Display(GatewayEndpoint.Parse(endpoint)),
            ApiKey = keys.FromInput ? Checked(await prompt.ReadSecretAsync("a key", cancellationToken), "The key") : CheckedOrEmpty(keys.ApiKey, "--api-key"),
            AdminKey = CheckedOrEmpty(keys.AdminKey, "--admin-key"),
        };
    }

    private async Task<string> AskAsync(string context, CancellationToken cancellationToken) =>
        await prompt.AskSecretAsync($"Key of the context '{context}' (not shown):", cancellationToken) switch
        {
            null => throw new WrongUsageException("Give the key as KEY or by --stdin, or run the command in a terminal."),
            "" => throw new CommandFailedException("No key was entered; nothing is stored."),
            var key => key,
        };

    private static string? CheckedOrEmpty(string? key, string source) => string.IsNullOrWhiteSpace(key) ? key?.Trim() : Checked(key, source);

    private static string Checked(string key, string source) =>
        ApiKeyStore.ErrorOf(key.Trim()) is { } error ? throw new WrongUsageException($"{source} {error}.") : key.Trim();

    private static string? NullIfEmpty(string? key) => key is "" ? null : key;
}

/// <summary>The options by which a context gets its keys.</summary>
internal sealed record ContextKeys(
    [Option('k', ValueName = "KEY", Description = "Its key. Other users of the machine may see it: --stdin is safer.")] string? ApiKey = null,
    [Option(ValueName = "KEY", Description = "The key of its admin routes, if it has one.")] string? AdminKey = null,
    [Option("stdin", Description = "Read the key from standard input.")] bool FromInput = false) : ICommandParameterSet
{
    // a record would print the keys
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("FromInput = ").Append(FromInput);
        return true;
    }
}
