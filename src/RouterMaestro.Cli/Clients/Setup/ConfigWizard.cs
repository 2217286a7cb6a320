using System.Globalization;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.Cli.Clients.Kinds;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Clients.Setup;

/// <summary>Completes what the command line says of a setup: by questions on a terminal, and otherwise by defaults.</summary>
internal sealed class ConfigWizard(ChoicePrompt prompt, ClientGateway gateway, ModelChoices choices, ClientPlaces places)
{
    /// <summary>Returns the setup.</summary>
    /// <param name="kind">The client.</param>
    /// <param name="options">What the command line says.</param>
    /// <param name="cancellationToken">Ends the questions.</param>
    /// <exception cref="WrongUsageException">Something is missing, and nobody can be asked.</exception>
    /// <exception cref="CommandFailedException">The gateway would not serve a model.</exception>
    public async Task<ClientPlan> CompleteAsync(ClientKind kind, ConfigOptions options, CancellationToken cancellationToken)
    {
        var canAsk = prompt.CanAsk && options is { AsJson: false, IsConfirmed: false };
        if (!canAsk)
        {
            RequireOptions(kind, options);
        }

        List<string> warnings = [];
        var level = options.Level ?? await AskLevelAsync(kind, cancellationToken);
        var models = await ListAsync(options.Model is not null, warnings, cancellationToken);
        var names = models is null ? [] : ModelChoices.Names(models, kind);
        var model = options.Model ?? names[await prompt.AskAsync("Which model?", names, cancellationToken)];
        var small = !kind.HasSmallModel ? model
            : options.SmallModel ?? (canAsk && models is not null ? await AskSmallModelAsync(ModelChoices.IdOf(models, model), names, cancellationToken) : ModelChoices.IdOf(models, model));
        if (models is not null)
        {
            await choices.CheckAsync(kind, models, model, cancellationToken);
            await choices.CheckAsync(kind, models, small, cancellationToken);
        }

        var (main, tiny) = (await NameAsync(kind, model, models, options, warnings, cancellationToken), await NameAsync(kind, small, models, options, [], cancellationToken));
        var hasStatusline = kind is ClaudeCode && (options.HasStatusline
            ?? (canAsk && await prompt.ConfirmAsync("Show model, cost and limits in the status line?", cancellationToken)));
        return new(level, new()
        {
            Endpoint = gateway.Endpoint,
            Model = main,
            SmallModel = tiny,
            KeyHelper = gateway.KeyHelper(),
            SecretFile = kind is Opencode && level == SettingsLevel.User ? SecretFiles.PlaceFor(kind, places) : null,
            Statusline = hasStatusline ? gateway.Own("statusline") : null,
            AutoCompactWindow = kind is ClaudeCode ? CompactWindow(options, main, warnings) : null,
        })
        {
            Warnings = warnings,
        };
    }

    private static void RequireOptions(ClientKind kind, ConfigOptions options)
    {
        var missing = new[]
        {
            options.Level is null ? "--level" : null,
            options.Model is null ? "--model" : null,
            options is { IsConfirmed: false, IsDryRun: false } ? "--yes (or --dry-run)" : null,
        }.OfType<string>().ToArray();
        if (missing.Length > 0)
        {
            throw new WrongUsageException($"'{ProductInfo.Name} config {kind.Name}' needs {string.Join(" and ", missing)} where nobody can be asked.");
        }
    }

    private static int? CompactWindow(ConfigOptions options, ClientModel model, List<string> warnings)
    {
        if (options.AutoCompactWindow is { } given)
        {
            return given == 0 ? null : given;
        }

        var window = CompactWindows.WindowOf(model);
        if (window < CompactWindows.Min)
        {
            warnings.Add($"'{model.Id}' takes {window.ToString("N0", CultureInfo.InvariantCulture)} tokens, and Claude Code summarizes conversations from 100,000 on: long ones will fail.");
        }

        return CompactWindows.Of(model);
    }

    private async Task<SettingsLevel> AskLevelAsync(ClientKind kind, CancellationToken cancellationToken)
    {
        string[] levels = [$"user: {kind.FileOf(places, SettingsLevel.User)}", $"project: {kind.FileOf(places, SettingsLevel.Project)}"];
        return await prompt.AskAsync("Whose settings?", levels, cancellationToken) == 0 ? SettingsLevel.User : SettingsLevel.Project;
    }

    private async Task<string> AskSmallModelAsync(string model, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        string[] order = [model, .. names.Where(name => name != model)];
        return order[await prompt.AskAsync("Which small model, for titles and summaries?", order, cancellationToken)];
    }

    /// <summary>Lists the models; null if the gateway cannot be asked and the model is known already.</summary>
    private async Task<IReadOnlyList<ModelContract>?> ListAsync(bool isOptional, List<string> warnings, CancellationToken cancellationToken)
    {
        try
        {
            return await choices.ListAsync(cancellationToken);
        }
        catch (CommandFailedException exception) when (isOptional)
        {
            warnings.Add($"The model is not checked: {exception.Message}");
            return null;
        }
    }

    private async Task<ClientModel> NameAsync(
        ClientKind kind, string id, IReadOnlyList<ModelContract>? models, ConfigOptions options, List<string> warnings, CancellationToken cancellationToken)
    {
        if (options.HasOfficialIds != true)
        {
            return ModelChoices.Describe(models, id);
        }

        var official = models is null ? null : await choices.FindOfficialAsync(kind, id, cancellationToken);
        if (official is null)
        {
            warnings.Add($"'{id}' keeps its name: {kind.Title}'s vendor has no name for it by which the gateway would find it.");
        }

        return ModelChoices.Describe(models, official ?? id, id);
    }
}
