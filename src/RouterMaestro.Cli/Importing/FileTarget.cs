using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Application;
using RouterMaestro.Application.Configuration;
using RouterMaestro.Application.Ports;
using RouterMaestro.Cli.Shell;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Infrastructure.Configuration;

namespace RouterMaestro.Cli.Importing;

/// <summary>
/// The files of a gateway that does not run. They are changed by the code that a gateway changes them with, so that the same rules hold; nothing is
/// asked from providers.
/// </summary>
internal sealed class FileTarget(ConfigPaths paths, CliEnvironment environment) : IConfigurationTarget, IDisposable
{
    private readonly ServiceProvider _services = Build(paths, environment);

    public string Name => $"the files in {paths.ConfigDirectory}, since no gateway runs";

    public async Task<CurrentConfiguration> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var list = _services.GetRequiredService<IProviderManager>().List();
            if (!list.Problems.IsEmpty)
            {
                var problem = list.Problems[0];
                throw new CommandFailedException($"{problem.Location ?? problem.File}: {problem.Message}. Correct it first.");
            }

            var routing = await _services.GetRequiredService<IAdmin>().GetRoutingAsync(cancellationToken);
            var providers = list.Providers.Select(provider => new CurrentProvider(provider.Name, SourceOf(provider.Source), provider.BaseAddress));
            return new([.. providers], list.Revision, routing.Content, routing.Revision);
        }
        catch (RouterException refusal)
        {
            throw new CommandFailedException(refusal.Message, refusal);
        }
    }

    public async Task<IReadOnlyList<string>> WriteAsync(ImportChange change, CurrentConfiguration current, CancellationToken cancellationToken)
    {
        try
        {
            return [.. WriteProviders(change, current), .. await WriteRoutingAsync(change, current, cancellationToken)];
        }
        catch (RouterException refusal)
        {
            throw new CommandFailedException(refusal.Message, refusal);
        }
    }

    public void Dispose() => _services.Dispose();

    private static ServiceProvider Build(ConfigPaths paths, CliEnvironment environment)
    {
        var services = new ServiceCollection();
        services.AddSingleton(environment.Clock);
        services.AddRouterMaestro().UseFileConfiguration(paths).UseEnvironmentKeys(environment.Variable);
        return services.BuildServiceProvider();
    }

    private static string SourceOf(ProviderSource source) => source == ProviderSource.BuiltIn ? "built_in" : "file";

    private static CommandFailedException Changed() => new("Others have changed the configuration meanwhile: run the command again.");

    private static CommandFailedException Invalid(IEnumerable<string> errors) => new($"The configuration would not be valid: {string.Join("; ", errors)}.");

    private List<string> WriteProviders(ImportChange change, CurrentConfiguration current)
    {
        List<string> warnings = [];
        var revision = current.ProvidersRevision;
        foreach (var (name, entry) in change.Providers)
        {
            var raw = new RawJson(Encoding.UTF8.GetBytes(entry.ToJsonString()));
            switch (_services.GetRequiredService<IProviderManager>().Set(new(name, raw, IsPatch: false, [revision])))
            {
                case ProviderChange.Done done:
                    revision = done.Revision;
                    warnings.AddRange(done.Warnings);
                    break;
                case ProviderChange.Invalid invalid:
                    throw Invalid(invalid.Errors);
                default:
                    throw Changed();
            }
        }

        return warnings;
    }

    private async Task<IEnumerable<string>> WriteRoutingAsync(ImportChange change, CurrentConfiguration current, CancellationToken cancellationToken)
    {
        if (change.Routing.Count == 0)
        {
            return [];
        }

        var patch = (JsonObject)change.Routing.DeepClone();
        return await _services.GetRequiredService<IAdmin>().PatchRoutingAsync(patch, [current.RoutingRevision], cancellationToken) switch
        {
            RoutingChange.Done done => done.Warnings,
            RoutingChange.Invalid invalid => throw Invalid(invalid.Errors),
            _ => throw Changed(),
        };
    }
}
