using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Doctor.Live;

/// <summary>
/// Tries every provider that can be called, all at once, through the gateway of the current context: it has the keys and the network that count.
/// Where none runs on this machine, one in this process takes its place.
/// </summary>
internal sealed class LiveCheck(GatewayView view, SpareGateway spare, LiveClient client, TinyRequest request, CliEnvironment environment) : IDoctorCheck
{
    public string Group => "Providers, called";

    public bool IsLive => true;

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        var answer = await view.AskAsync(cancellationToken);
        if (answer.Providers is null && !(view.IsLocal && answer.IsUnreachable))
        {
            return [Finding.Note("Providers", "not called, since the gateway of the context does not answer as it should")];
        }

        LiveGateway gateway;
        try
        {
            gateway = answer.Providers is null ? client.To(await spare.StartAsync(cancellationToken)) : client.ToCurrent();
        }
        catch (GatewaySetupException exception)
        {
            return [Finding.Note("Providers", $"not called, since no gateway starts here: {exception.Message}")];
        }

        var providers = answer.Providers ?? await gateway.ListProvidersAsync(cancellationToken);
        return await TryAsync(gateway, [.. (providers?.Providers ?? []).Where(provider => provider.Enabled)], cancellationToken);
    }

    private async Task<IReadOnlyList<Finding>> TryAsync(LiveGateway gateway, IReadOnlyList<ProviderContract> providers, CancellationToken cancellationToken)
    {
        if (providers.Count == 0)
        {
            return [Finding.Note("Providers", "none can be called")];
        }

        var models = (await gateway.ListModelsAsync(cancellationToken))?.Models ?? [];
        var trials = providers.Select(provider => new ProviderTrial(gateway, provider, request, environment.Clock)).ToArray();
        var tests = await Task.WhenAll(trials.Select(trial => trial.TestAsync(
            [.. models.Where(model => model.Provider == trial.Name).Select(model => model.Id[(trial.Name.Length + 1)..])], cancellationToken)));
        var asked = trials.Where(trial => trial.Model is not null).ToArray();
        if (asked.Length > 0)
        {
            // it is said before any of it costs something, also where the report is JSON
            environment.Error.WriteLine(
                $"Sending one request of at most {TinyRequest.MaxTokens} output tokens to each of these models, which their providers may charge for: {string.Join(", ", asked.Select(trial => $"{trial.Name}/{trial.Model}"))}.");
        }

        var replies = await Task.WhenAll(asked.Select(trial => trial.AskAsync(cancellationToken)));
        return [.. trials.SelectMany((trial, index) => replies.Where((_, place) => asked[place] == trial).Prepend(tests[index]))];
    }
}
